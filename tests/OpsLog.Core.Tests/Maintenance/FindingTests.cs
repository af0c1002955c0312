using OpsLog.Core.Maintenance;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>Everything that the check can find is found: what, how bad, in which file, line and byte.</summary>
public sealed class FindingTests
{
    private static readonly Dictionary<string, FindingCase> s_cases = FindingCases.All.ToDictionary(c => $"{c.Kind}, {c.Severity}: {c.File.Split('/')[0]}, {c.Name}");

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_found_where_it_is(string name)
    {
        FindingCase expected = s_cases[name];
        List<StoreFinding> findings = [.. StoreCheck.Run(expected.Store.Copy())];
        string all = string.Join('\n', findings.Select(Findings.Text));
        Assert.True(
            findings.Exists(finding => finding.Severity == expected.Severity && finding.Kind == expected.Kind && finding.File == expected.File
                && finding.Line == expected.Line && (expected.Offset < 0 || finding.Offset == expected.Offset)
                && finding.Message.Contains(expected.Says, StringComparison.Ordinal)),
            $"Expected {expected.Severity} {expected.Kind} {expected.File}:{expected.Line}:{expected.Offset} '{expected.Says}'. The findings:\n{all}");
        Assert.All(findings, finding => Assert.True(finding.Message.EndsWith('.') && finding.Advice.EndsWith('.'), Findings.Text(finding)));
    }

    /// <summary>What a file system alone can hold is tested on one.</summary>
    [Fact]
    public void Every_kind_is_among_them() =>
        Assert.Equal([FindingKind.Unreadable], Enum.GetValues<FindingKind>().Except(s_cases.Values.Select(c => c.Kind)));

    [Fact]
    public void Findings_come_in_the_same_order_each_time_and_within_a_file_by_offset()
    {
        foreach (FindingCase wrong in s_cases.Values)
        {
            List<StoreFinding> findings = [.. StoreCheck.Run(wrong.Store.Copy())];
            Assert.Equal(findings, StoreCheck.Run(wrong.Store.Copy()));
            foreach (IGrouping<string, StoreFinding> file in findings.GroupBy(finding => finding.File))
            {
                Assert.Equal(file.Select(finding => finding.Offset).Order(), file.Select(finding => finding.Offset));
            }
        }
    }
}
