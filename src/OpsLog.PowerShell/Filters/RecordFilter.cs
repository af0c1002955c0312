using System.Globalization;
using System.Management.Automation;
using OpsLog.Core.Indexes;
using OpsLog.Core.State;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Filters;

/// <summary>
/// Selects records: on their stored JSON where that is possible, otherwise by Where-Object, so that a script block finds
/// its variables, a result is true by the rules of the shell, and errors of the block behave as usual.
/// </summary>
internal sealed class RecordFilter : IDisposable
{
    private readonly FilterNode? _engine;
    private readonly Func<SteppablePipeline> _newPipeline;
    private readonly string? _reason;
    private readonly RecordOutput _input;
    private SteppablePipeline? _where;
    private long _decided;
    private long _asked;

    /// <summary>A filter by a script block; each record is its <c>$_</c>.</summary>
    public RecordFilter(ScriptBlock script, FilterContext context)
    {
        _input = context.Input;
        _newPipeline = () => WherePipeline.Of(script);
        _ = ScriptFilterCompiler.TryCompile(script, context, out _engine, out _reason);
    }

    /// <summary>A filter by a property.</summary>
    public RecordFilter(PropertyFilter filter, FilterContext context)
    {
        _input = context.Input;
        _newPipeline = filter.ToPipeline;
        _engine = filter.Compile(context);
        _reason = _engine is null ? $"the property name '{filter.Property}' contains wildcards" : null;
    }

    /// <summary>Whether nothing has changed after <see cref="NewPlan"/> that it depends on.</summary>
    public bool IsPlanValid => _engine!.IsPlanValid;

    /// <summary>How indexes find the records that the filter can select, as of now; null if they can't.</summary>
    /// <param name="indexed">The indexed properties.</param>
    public IndexPlan? NewPlan(IReadOnlyList<string> indexed) => indexed.Count == 0 ? null : _engine?.NewPlan(indexed);

    /// <summary>How the filter was evaluated so far, as a sentence.</summary>
    public string Report => _reason is null
        ? $"The filter was evaluated on the stored text of {Records(_decided)}, and on {Records(_asked)} as objects."
        : $"The filter ran as a script for {Records(_asked)}, because {_reason}.";

    /// <summary>Whether the filter selects a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="shown">The record as the shell got it; null if the shell was not asked.</param>
    /// <exception cref="ConversionException">The filter can't be evaluated on the record.</exception>
    public bool Selects(RecordRef record, out object? shown)
    {
        shown = null;
        Verdict verdict = _engine?.Test(record.Id, record.Value) ?? Verdict.Unknown;
        if (verdict == Verdict.False || (verdict == Verdict.True && !_engine!.SetsMatches))
        {
            _decided++;
            return verdict == Verdict.True;
        }

        _asked++;
        shown = _input.Read(record.IdText, record.Value);
        if (_where is null)
        {
            _where = _newPipeline();
            _where.Begin(true);
        }

        return _where.Process(shown).Length > 0;
    }

    private static string Records(long count) => string.Create(CultureInfo.CurrentCulture, $"{count:N0} record{(count == 1 ? "" : "s")}");

    public void Dispose() => _where?.Dispose();
}
