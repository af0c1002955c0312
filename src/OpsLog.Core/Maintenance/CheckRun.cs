using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>What all parts of one check share: the files, what the manifest makes of them, and how far it has come.</summary>
internal sealed class CheckRun(IStorageBackend backend, IProgress<StoreCheckProgress>? progress, CancellationToken cancellation)
{
    /// <summary>A tick of progress; a small file is not worth one.</summary>
    private const long ProgressEvery = 1024 * 1024;

    private readonly Dictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private long _totalBytes;
    private long _bytesRead;
    private long _toldAt;

    /// <summary>Null where there is none that can be read.</summary>
    public Manifest? Manifest { get; set; }

    /// <summary>Whether the manifest was written by us last, and is as it was written.</summary>
    public bool IsManifestSealed { get; set; }

    /// <summary>The current snapshot's header; null where it can't be read.</summary>
    public SnapshotHeader? Header { get; set; }

    public IStorageBackend Backend => backend;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The objects of the store by name, in ordinal order.</summary>
    public IEnumerable<StoredObject> Objects => _objects.Values.OrderBy(stored => stored.Name, StringComparer.Ordinal);

    public bool IsThere(string name) => _objects.ContainsKey(name);

    /// <summary>Adds what a folder holds; what can't be listed is a finding.</summary>
    public void List(string folder, FileFindings findings)
    {
        try
        {
            foreach (StoredObject stored in backend.List(folder))
            {
                if (_objects.TryAdd(stored.Name, stored))
                {
                    _totalBytes += stored.Length;
                }
            }
        }
        catch (StorageException e)
        {
            findings.Error(FindingKind.Unreadable, 0, 0, e.Message, Advice.MakeReadable);
        }
    }

    public IObjectReader Open(string name) => new CheckedReader(backend.OpenRead(name), count => Tell(name, count), cancellation);

    /// <summary>Checks one file; what keeps it from being read is a finding like any other.</summary>
    public IEnumerable<StoreFinding> Check(string file, Action<FileFindings> check)
    {
        cancellation.ThrowIfCancellationRequested();
        FileFindings findings = new(file);
        try
        {
            check(findings);
        }
        catch (ObjectNotFoundException)
        {
            findings.Error(FindingKind.FileMissing, 0, 0, "The manifest names this file, and it is not there.", Advice.Restore);
        }
        catch (StorageException e)
        {
            findings.Error(FindingKind.Unreadable, 0, 0, e.Message, Advice.MakeReadable);
        }
        catch (Exception e) when (e is OutOfMemoryException or OverflowException)
        {
            findings.Error(FindingKind.Unreadable, 0, 0, "It holds a line or value too large to be read.", Advice.Restore);
        }

        return findings.InOrder();
    }

    private void Tell(string file, int count)
    {
        _bytesRead += count;
        if (progress is not null && _bytesRead - _toldAt >= ProgressEvery)
        {
            _toldAt = _bytesRead;
            progress.Report(new StoreCheckProgress(file, _bytesRead, Math.Max(_totalBytes, _bytesRead)));
        }
    }
}
