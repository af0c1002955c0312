using System.Management.Automation;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// A script block that picks records, each of them <c>$_</c> to it. It is run by Where-Object itself, which finds the
/// block's variables and treats its output and errors as everywhere in the shell.
/// </summary>
internal sealed class RecordFilter : IDisposable
{
    private readonly SteppablePipeline _where;

    public RecordFilter(ScriptBlock script, PSCmdlet owner)
    {
        _where = ScriptBlock.Create("param($opsLogFilter) Microsoft.PowerShell.Core\\Where-Object -FilterScript $opsLogFilter")
            .GetSteppablePipeline(CommandOrigin.Internal, [script]);
        _where.Begin(owner);
    }

    /// <summary>Whether the record is wanted.</summary>
    public bool Wants(object record) => _where.Process(record).Length > 0;

    public void Dispose() => _where.Dispose();
}
