using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Makes a consistent copy of a store, which can be in use.</summary>
[Cmdlet(VerbsData.Backup, "OpsLogStore", DefaultParameterSetName = nameof(Store), SupportsShouldProcess = true)]
[OutputType(typeof(BackupResult))]
public sealed class BackupOpsLogStoreCommand : StoreCmdlet
{
    private static readonly string[] s_folders = ["", "snapshots", "ops", "archive"];

    /// <summary>The folder of the copy, which is empty or does not exist yet.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = null!;

    /// <summary>The store; by default the one opened last.</summary>
    [Parameter(ParameterSetName = nameof(Store), ValueFromPipeline = true)]
    [ValidateNotNull]
    [StoreTransform]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public override OpsLogSession? Store { get; set; }

    /// <summary>The folder of a store, which any process can have open.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Path))]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>The folder of a store; no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(LiteralPath))]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = null!;

    /// <summary>Omits the superseded logs.</summary>
    [Parameter]
    public SwitchParameter ExcludeHistory { get; set; }

    private protected override void Process()
    {
        string source = ParameterSetName switch
        {
            nameof(Path) => StorePath.Resolve(SessionState.Path, Path, literal: false),
            nameof(LiteralPath) => StorePath.Resolve(SessionState.Path, LiteralPath, literal: true),
            _ => Session.Path,
        };
        string destination = StorePath.Resolve(SessionState.Path, Destination, literal: true);
        if (ParameterSetName == nameof(Store))
        {
            RequireNoBatch();
        }

        StoreBackup.Check(source, destination);
        if (!ShouldProcess(destination, $"Back up the store '{source}'{SizeOf(source)}"))
        {
            return;
        }

        foreach (OpsLogSession session in ParameterSetName == nameof(Store) ? [Session] : OpenStores.FindAll(source))
        {
            Flush(session);
        }

        ProgressReport report = new(WriteProgress, $"Backing up '{source}' to '{destination}'");
        BackupResult result;
        try
        {
            result = StoreBackup.Run(source, destination, new BackupOptions { ExcludeHistory = ExcludeHistory }, new Progress(report), Stopped);
        }
        finally
        {
            report.Complete();
        }

        WriteVerbose($"Copied {IdList.Count(result.Files, "file")}, {result.Bytes:N0} bytes of '{source}' and verified them in {result.Duration.TotalMilliseconds:N0} ms.");
        foreach (StoreFinding finding in result.Findings.Where(finding => finding.Severity == FindingSeverity.Error))
        {
            WriteError(ErrorOf(source, finding));
        }

        WriteObject(result);
    }

    private protected override ErrorRecord ErrorOf(Exception e) => ErrorTable.ToRecord(e, details: e is StoreNotFoundException x
        ? $"There is no store at '{x.Location}' to back up. A store is a folder with the file 'manifest.json'. Check the path."
        : null);

    /// <summary>What the store contains now, without its locks and unfinished files. Superseded logs count too.</summary>
    private static string SizeOf(string store)
    {
        long[] lengths = Directory.Exists(store)
            ? [.. s_folders.Select(folder => new DirectoryInfo(System.IO.Path.Combine(store, folder))).Where(folder => folder.Exists).SelectMany(folder => folder.EnumerateFiles("*.json*"))
                .Where(file => file.Extension is ".json" or ".jsonl").Concat(BlobsOf(store)).Select(LengthOf).OfType<long>()]
            : [];
        return $" ({IdList.Count(lengths.Length, "file")}, {lengths.Sum():N0} bytes)";
    }

    private static IEnumerable<FileInfo> BlobsOf(string store) =>
        new DirectoryInfo(System.IO.Path.Combine(store, "blobs")) is { Exists: true } blobs ? blobs.EnumerateFiles("*", SearchOption.AllDirectories) : [];

    private static long? LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            // Another process deleted it after it was listed.
            return null;
        }
    }

    private static ErrorRecord ErrorOf(string store, StoreFinding finding)
    {
        string place = finding.Line > 0 ? $", line {finding.Line}, byte {finding.Offset}" : finding.Offset > 0 ? $", byte {finding.Offset}" : "";
        return ErrorTable.ToRecord(new CommandException(
            CommandFault.DamageCopied,
            $"The store '{store}' is damaged, and the backup contains the damage. {finding.File}{place}: {finding.Message} {finding.Advice}",
            finding.File));
    }

    /// <summary>
    /// Flushes the acknowledged writes of this process to the files. A store with a failed write refuses the flush, but
    /// what it acknowledged before is still worth a backup.
    /// </summary>
    private void Flush(OpsLogSession session)
    {
        session.RequireNoBatch(MyInvocation.MyCommand.Name);
        if (session.ReadOnly)
        {
            // There is nothing to flush, but a closed session must be refused as in every other cmdlet.
            session.Store.GetStatistics();
            return;
        }

        try
        {
            session.Store.Flush(Stopped);
        }
        catch (StoreFailedException e)
        {
            WriteWarning($"{e.Message} The backup contains what was written to the files.");
        }
    }

    private sealed class Progress(ProgressReport report) : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value) =>
            report.Reach(value.Bytes, value.TotalBytes, $"{(value.IsVerifying ? "Verifying" : "Copying")} {value.File}");
    }
}
