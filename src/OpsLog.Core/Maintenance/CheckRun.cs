using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;

namespace OpsLog.Core.Maintenance;

/// <summary>What all parts of a check share: the files, their role in the manifest, and the progress.</summary>
internal sealed class CheckRun(IStorageBackend backend, IProgress<StoreCheckProgress>? progress, CancellationToken cancellation)
{
    private static readonly string[] s_folders = [StoreLayout.LogFolder, StoreLayout.SnapshotFolder, StoreLayout.ArchiveFolder];

    private readonly Dictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private UnnamedSegments? _unnamed;
    private RecordTable? _state;
    private bool _hasState;
    private long _totalBytes;
    private long _bytesRead;

    /// <summary>Null if no manifest can be read.</summary>
    public Manifest? Manifest { get; set; }

    /// <summary>The version of the manifest for a conditional put; null if the manifest can't be read.</summary>
    public string? ManifestVersion { get; set; }

    /// <summary>Whether this engine wrote the manifest last and nothing has changed it.</summary>
    public bool IsManifestSealed { get; set; }

    /// <summary>The header of the current snapshot; null if it can't be read.</summary>
    public SnapshotHeader? Header { get; set; }

    /// <summary>The ends of the logs that a snapshot superseded, as far as the existing snapshots contain them.</summary>
    public Dictionary<string, long> Retired { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a line without a checksum was read, so that another program has written here.</summary>
    public bool HasUnsealedLines { get; set; }

    /// <summary>The entries that are not objects of the store.</summary>
    public List<StrayEntry> Strays { get; } = [];

    public IStorageBackend Backend => backend;

    /// <summary>The objects of the store by name, in ordinal order. Index files are not among them: no content depends on them.</summary>
    public IEnumerable<StoredObject> Objects => _objects.Values.OrderBy(stored => stored.Name, StringComparer.Ordinal);

    /// <summary>The files in the folder of blobs, in ordinal order of name.</summary>
    public IReadOnlyList<StoredObject> Blobs { get; private set; } = [];

    /// <summary>The agents that have a log here, including agents that have ended.</summary>
    public IEnumerable<string> Agents => Objects
        .Select(stored => StoreLayout.TryParseAgentLog(stored.Name, out string agent, out _) ? agent : "")
        .Where(agent => agent.Length > 0)
        .Distinct(StringComparer.Ordinal);

    /// <summary>Segments that the manifest doesn't name.</summary>
    public IEnumerable<string> UnnamedSegmentNames => Objects
        .Select(stored => stored.Name)
        .Where(name => StoreLayout.ParseSegment(name) is not null && Manifest?.ArchiveSegments.Contains(name, StringComparer.Ordinal) != true);

    /// <summary>What the logs contain about <see cref="UnnamedSegmentNames"/>.</summary>
    public UnnamedSegments Unnamed => _unnamed ??= new UnnamedSegments(UnnamedSegmentNames);

    public bool HasAgentLogs => Agents.Any();

    /// <summary>The records that an opening loads; none if the store can't be opened.</summary>
    public RecordTable State => _state ??= LoadState() ?? new RecordTable();

    /// <summary>The same; null if the store can't be opened.</summary>
    public RecordTable? StateIfLoaded => State is { } state && _hasState ? state : null;

    /// <summary>Lists the folder. Entries that can't be listed are among the strays.</summary>
    public void List()
    {
        Strays.AddRange(backend.ListStray());
        foreach (string folder in s_folders)
        {
            foreach (StoredObject stored in TryList(folder).Where(stored => StoreLayout.ParseIndex(stored.Name) is null))
            {
                _objects[stored.Name] = stored;
                _totalBytes += stored.Length;
            }
        }

        Blobs = TryList(StoreLayout.BlobFolder);
        _totalBytes += Blobs.Sum(blob => blob.Length);
    }

    /// <summary>The objects below a prefix; none if they can't be listed, which is then a stray entry.</summary>
    public IReadOnlyList<StoredObject> TryList(string prefix)
    {
        try
        {
            return backend.List(prefix);
        }
        catch (StorageException e)
        {
            if (!Strays.Exists(stray => stray.Name == prefix))
            {
                Strays.Add(new StrayEntry(prefix, StrayKind.Unreadable, e.Message));
            }

            return [];
        }
    }

    /// <summary>Whether the logs have changed after they were listed.</summary>
    public bool HaveLogsChanged() =>
        TryList(StoreLayout.LogFolder).Any(stored => StoreLayout.ParseIndex(stored.Name) is null && (!_objects.TryGetValue(stored.Name, out StoredObject before) || before.Length != stored.Length));

    /// <summary>Whether a name can be opened: opening an entry that is not a file can block forever.</summary>
    public bool IsUsable(string name) => NotAFile(name) is null;

    /// <summary>Reads something; null if it can't be read, which is then a stray entry.</summary>
    public T? TryLook<T>(Func<T?> look)
    {
        try
        {
            return look();
        }
        catch (StorageException e)
        {
            string name = e.Path.StartsWith(backend.Location, StringComparison.Ordinal) ? e.Path[backend.Location.Length..] : e.Path;
            Strays.Add(new StrayEntry(name.Replace('\\', '/').TrimStart('/'), StrayKind.Unreadable, e.Message));
            return default;
        }
    }

    /// <exception cref="StorageException">An entry with the name of a file is not a file.</exception>
    public void ThrowIfNoFile(string name)
    {
        if (NotAFile(name) is { } stray)
        {
            throw new StorageException("read", StoreFiles.PathOf(backend, name), new IOException($"It is {stray.Detail}."));
        }
    }

    public IObjectReader Open(string name)
    {
        ThrowIfNoFile(name);
        return new CheckedReader(backend.OpenRead(name), count => Report(name, count), cancellation);
    }

    /// <summary>Checks one file; if it can't be read, that is a finding.</summary>
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
            findings.Error(FindingKind.FileMissing, 0, 0, "The manifest names this file, but the file is missing.", Advice.Restore);
        }
        catch (StorageException e)
        {
            findings.Error(FindingKind.Unreadable, 0, 0, e.Message, Advice.MakeReadable);
        }
        catch (Exception e) when (e is LineTooLongException or OutOfMemoryException or OverflowException)
        {
            findings.Error(FindingKind.Unreadable, 0, 0, "A line or value in the file is too large to read.", Advice.Restore);
        }

        return findings.InOrder();
    }

    /// <summary>Counts a small file that was read as a whole.</summary>
    public void CountWhole(string name, long length)
    {
        _totalBytes += length;
        Report(name, length);
    }

    private RecordTable? LoadState()
    {
        // Opening an entry that is not a file could block forever.
        if (Manifest is null || Strays.Exists(stray => stray.Kind == StrayKind.NotAFile))
        {
            return null;
        }

        try
        {
            RecordTable state = new StateLoader(backend, new OpsLogStoreOptions(), _ => { }).Load(Manifest).Table;
            _hasState = true;
            return state;
        }
        catch (OpsLogException)
        {
            return null;
        }
    }

    private StrayEntry? NotAFile(string name)
    {
        int at = Strays.FindIndex(stray => stray.Kind == StrayKind.NotAFile && stray.Name == name);
        return at < 0 ? null : Strays[at];
    }

    private void Report(string file, long count)
    {
        _bytesRead += count;
        progress?.Report(new StoreCheckProgress(file, _bytesRead, Math.Max(_totalBytes, _bytesRead)));
    }
}
