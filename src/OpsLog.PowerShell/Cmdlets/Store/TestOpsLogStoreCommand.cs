using System.Diagnostics;
using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Checks stores that are not open for writing, and returns the problems.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OpsLogStore", DefaultParameterSetName = nameof(Path))]
[OutputType(typeof(OpsLogFinding), typeof(bool))]
public sealed class TestOpsLogStoreCommand : OpsLogCmdlet
{
    /// <summary>The store's folder.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Path), ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>The folder of the store; no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(LiteralPath), ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = null!;

    /// <summary>Returns only true or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process()
    {
        try
        {
            bool literal = ParameterSetName == nameof(LiteralPath);
            Check(StorePath.Resolve(SessionState.Path, literal ? LiteralPath : Path, literal));
        }
        catch (Exception e) when (ErrorTable.Knows(e))
        {
            // The next input in the pipeline is another store.
            WriteError(ErrorOf(e));
        }
    }

    private protected override ErrorRecord ErrorOf(Exception e) => ErrorTable.ToRecord(e, details: e switch
    {
        StoreLockedException { Holder.IsThisProcess: true } x =>
            $"The store '{x.Location}' is open for writing in this process (process {Environment.ProcessId}). Close it with Close-OpsLogStore, then check it.",
        StoreNotFoundException x => $"There is no store at '{x.Location}' to check. A store is a folder with the file 'manifest.json'. Check the path.",
        _ => null,
    });

    private void Check(string directory)
    {
        CheckProgress progress = new(new ProgressReport(WriteProgress, $"Checking the store '{directory}'"));
        using FileSystemBackend backend = new(directory);
        Dictionary<FindingSeverity, int> counts = [];
        long began = Stopwatch.GetTimestamp();
        bool isSound = true;
        try
        {
            foreach (StoreFinding finding in StoreCheck.Run(backend, progress, Stopped))
            {
                counts[finding.Severity] = counts.GetValueOrDefault(finding.Severity) + 1;
                isSound &= finding.Severity == FindingSeverity.Information;
                if (!Quiet)
                {
                    WriteObject(new OpsLogFinding(backend.Location, finding));
                }
            }
        }
        finally
        {
            progress.Complete();
        }

        WriteVerbose(
            $"Checked '{backend.Location}' in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:N0} ms: {IdList.Count(progress.Files, "file")}, {progress.Bytes:N0} bytes; "
            + string.Join(", ", Enum.GetValues<FindingSeverity>().OrderDescending().Select(severity => $"{severity} {counts.GetValueOrDefault(severity):N0}")) + ".");
        if (Quiet)
        {
            WriteObject(isSound);
        }
    }

    private sealed class CheckProgress(ProgressReport report) : IProgress<StoreCheckProgress>
    {
        private readonly HashSet<string> _files = new(StringComparer.Ordinal);

        public int Files => _files.Count;

        public long Bytes { get; private set; }

        public void Report(StoreCheckProgress value)
        {
            _files.Add(value.File);
            Bytes = value.BytesRead;
            report.Reach(value.BytesRead, value.TotalBytes, value.File);
        }

        public void Complete() => report.Complete();
    }
}
