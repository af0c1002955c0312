using System.Management.Automation;
using OpsLog.Core.Json;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Filters;

/// <summary>The simple form of a filter, as in <c>Where-Object status -EQ active</c>.</summary>
/// <param name="Property">The name of the property, or the names in a path, separated by dots.</param>
/// <param name="Comparison">The operator.</param>
/// <param name="Value">The value that the property is compared with.</param>
internal sealed record PropertyFilter(string Property, ShellOperator Comparison, object? Value)
{
    /// <summary>The filter on the stored JSON; null if the name contains wildcards.</summary>
    public FilterNode? Compile(FilterContext context)
    {
        if (WildcardPattern.ContainsWildcardCharacters(Property))
        {
            return null;
        }

        return new Comparison(PropertyReference.Parse(Property, context), Comparison, new FilterValue(Value), context);
    }

    /// <summary>The same as a command of the shell.</summary>
    public SteppablePipeline ToPipeline()
    {
        string[] names = PropertyName.NamesOf(Property);
        if (names.Length == 1)
        {
            return ScriptBlock.Create($"param($opsLogName, $opsLogValue) Microsoft.PowerShell.Core\\Where-Object -Property $opsLogName {Comparison.Token} -Value $opsLogValue")
                .GetSteppablePipeline(CommandOrigin.Internal, [Property, Value]);
        }

        ScriptBlock script = (ScriptBlock)Wrapper.Bare(ScriptBlock.Create($$"""
            param($opsLogName, $opsLogValue)
            { if ($_.psobject.Properties[$opsLogName]) { $_.$opsLogName {{Comparison.Token}} $opsLogValue } else { $_{{PropertyReference.ScriptOf(names)}} {{Comparison.Token}} $opsLogValue } }.GetNewClosure()
            """).InvokeReturnAsIs(Property, Value))!;
        return WherePipeline.Of(script);
    }
}
