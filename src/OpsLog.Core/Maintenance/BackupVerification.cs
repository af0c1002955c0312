using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Verifies that a copy is what was read from the store, checks it and loads it. The copy has the same bytes as the
/// store, so the findings of the check are in the store too.
/// </summary>
internal sealed class BackupVerification(BackupTarget target, IProgress<BackupProgress>? progress, CancellationToken cancellation)
{
    private const int PieceLength = 1024 * 1024;

    private long _read;

    /// <summary>The findings of the check.</summary>
    public IReadOnlyList<StoreFinding> Findings { get; private set; } = [];

    /// <summary>The state; null if damage that was copied prevents loading it.</summary>
    public LoadedState? Loaded { get; private set; }

    /// <exception cref="BackupException">
    /// The copy is not what was written to it, or can't be opened although the check found nothing.
    /// </exception>
    public void Run()
    {
        foreach (CopiedFile file in target.Files)
        {
            Compare(file);
        }

        Findings = Check();
        try
        {
            Loaded = Load();
        }
        catch (OpsLogException e) when (e is not StorageException)
        {
            if (!Findings.Any(finding => finding.Severity == FindingSeverity.Error))
            {
                throw NotVerified($"The copy can't be opened: {e.Message}", e);
            }
        }
    }

    /// <summary>Reads a file of the copy back and compares it with what was read from the store.</summary>
    private void Compare(CopiedFile file)
    {
        byte[] piece = new byte[(int)Math.Clamp(file.Length, 1, PieceLength)];
        using IObjectReader reader = target.Backend.OpenRead(file.Name);
        uint crc = 0;
        long length = 0;
        while (reader.Read(length, piece) is > 0 and int read)
        {
            cancellation.ThrowIfCancellationRequested();
            crc = Crc32C.Append(crc, piece.AsSpan(0, read));
            length += read;
            _read += read;
            progress?.Report(new BackupProgress(file.Name, true, _read, 2 * target.Files.Sum(copied => copied.Length)));
        }

        if (length != file.Length || crc != file.Crc)
        {
            throw NotVerified(
                $"The copy '{StoreFiles.PathOf(target.Backend, file.Name)}' does not contain the bytes that were written to it. Check the disk or network of the destination.");
        }
    }

    private List<StoreFinding> Check()
    {
        List<StoreFinding> findings = [];
        try
        {
            IProgress<StoreCheckProgress>? listener = progress is null ? null : new CheckProgress(progress, _read);
            findings.AddRange(StoreCheck.Run(target.Backend, listener, cancellation).Where(finding => finding.File != StoreLayout.UnfinishedBackup));
        }
        catch (StoreLockedException) when (findings.Exists(IsUnreadable))
        {
            // If a log can't be listed, it looks as if another process had written to it.
        }

        return findings.Find(IsUnreadable) is { } unreadable ? throw NotVerified($"The copy can't be read back: {unreadable.Message}") : findings;
    }

    private static bool IsUnreadable(StoreFinding finding) => finding.Kind == FindingKind.Unreadable;

    private LoadedState Load()
    {
        IStorageBackend copy = target.Backend;
        VersionedContent content = copy.Read(StoreLayout.Manifest) ?? throw ManifestFile.Missing(copy);
        Manifest manifest = ManifestCodec.Read(content.Content, StoreFiles.PathOf(copy, StoreLayout.Manifest));
        return new StateLoader(copy, new OpsLogStoreOptions(), _ => { }).Load(manifest);
    }

    private BackupException NotVerified(string what, Exception? inner = null) =>
        new(BackupFault.NotVerified, target.Backend.Location, $"{what} The backup was removed. The store was not changed.", inner);

    private sealed class CheckProgress(IProgress<BackupProgress> progress, long before) : IProgress<StoreCheckProgress>
    {
        public void Report(StoreCheckProgress value) =>
            progress.Report(new BackupProgress(value.File, true, before + value.BytesRead, before + value.TotalBytes));
    }
}
