namespace OpsLog.PowerShell.Filters;

/// <summary>Chooses the test on the bytes for an operator and a value.</summary>
internal static class NativeTests
{
    /// <summary>The test for an operator and a value; null if there is none.</summary>
    public static NativeTest? Create(ShellOperator comparison, FilterValue value)
    {
        bool ignoreCase = !comparison.IsCaseSensitive;
        NativeTest? test = comparison.Kind switch
        {
            _ when comparison.IsReversed => null,
            ComparisonOperator.EQ or ComparisonOperator.NE => Equality(value.Value, ignoreCase),
            ComparisonOperator.Contains or ComparisonOperator.NotContains when Equality(value.Value, ignoreCase) is { } element => new ElementTest(element),
            ComparisonOperator.In or ComparisonOperator.NotIn => AnyOf(value, ignoreCase),
            ComparisonOperator.Like or ComparisonOperator.NotLike => value.Value is string pattern ? WildcardTest.Create(pattern, ignoreCase) : null,
            ComparisonOperator.Match or ComparisonOperator.NotMatch => value.Value is string pattern ? RegexTest.Create(pattern, ignoreCase) : null,
            ComparisonOperator.GT or ComparisonOperator.GE or ComparisonOperator.LT or ComparisonOperator.LE => OrderTest.Create(value.Value, ignoreCase, comparison.Kind),
            _ => null,
        };
        return test is not null && IsNegative(comparison.Kind) ? new Opposite(test) : test;
    }

    private static bool IsNegative(ComparisonOperator kind) => kind is ComparisonOperator.NE or ComparisonOperator.NotContains
        or ComparisonOperator.NotIn or ComparisonOperator.NotLike or ComparisonOperator.NotMatch;

    private static NativeTest? Equality(object? value, bool ignoreCase) =>
        value is string text ? new TextTest(text, ignoreCase) : OrderTest.Create(value, ignoreCase, ComparisonOperator.EQ);

    private static NativeTest? AnyOf(FilterValue value, bool ignoreCase)
    {
        if (value.Elements is not { } elements)
        {
            return null;
        }

        NativeTest?[] tests = [.. elements.Select(element => Equality(element, ignoreCase))];
        return tests.Contains(null) ? null : new AnyTest(tests!);
    }

    private sealed class Opposite(NativeTest test) : NativeTest
    {
        public override Verdict Test(StoredValue left) => test.Test(left) switch
        {
            Verdict.True => Verdict.False,
            Verdict.False => Verdict.True,
            _ => Verdict.Unknown,
        };
    }

    private sealed class AnyTest(NativeTest[] tests) : NativeTest
    {
        public override Verdict Test(StoredValue left)
        {
            Verdict result = Verdict.False;
            foreach (NativeTest test in tests)
            {
                switch (test.Test(left))
                {
                    case Verdict.True:
                        return Verdict.True;
                    case Verdict.Unknown:
                        result = Verdict.Unknown;
                        break;
                }
            }

            return result;
        }
    }
}
