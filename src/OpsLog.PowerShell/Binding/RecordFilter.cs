using System.Management.Automation;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// A script block that picks records, each of them <c>$_</c> to it. It is run by Where-Object itself, which finds the
/// block's variables, means by true what the shell means everywhere, and treats the block's errors as it always does.
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

    /// <summary>Whether the record is wanted.</summary>
    public bool Wants(object record) => _where.Process(record).Length > 0;

    public void Dispose() => _where.Dispose();
}
