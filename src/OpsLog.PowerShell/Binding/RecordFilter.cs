using System.Management.Automation;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// A script block that selects records; each record is its <c>$_</c>. Where-Object itself runs the block, so the block
/// finds its variables, a result is true by the rules of the shell, and errors of the block behave as usual.
/// </summary>
internal sealed class RecordFilter : IDisposable
{
    private const string Where = "param($opsLogFilter) Microsoft.PowerShell.Core\\Where-Object -FilterScript $opsLogFilter";

    private readonly SteppablePipeline _where;

    public RecordFilter(ScriptBlock script)
    {
        _where = ScriptBlock.Create(Where).GetSteppablePipeline(CommandOrigin.Internal, [script]);
        _where.Begin(true);
    }

    /// <summary>Whether the filter selects the record.</summary>
    public bool Wants(object record) => _where.Process(record).Length > 0;

    public void Dispose() => _where.Dispose();
}
