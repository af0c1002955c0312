using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Loading;

namespace OpsLog.Core.Maintenance;

/// <summary>What all parts of one check share: the files, what the manifest makes of them, and how far it has come.</summary>
internal sealed class CheckRun(IStorageBackend backend, IProgress<StoreCheckProgress>? progress, CancellationToken cancellation)
{
    private static readonly string[] s_folders = [StoreLayout.LogFolder, StoreLayout.SnapshotFolder, StoreLayout.ArchiveFolder];

    private readonly Dictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private UnnamedSegments? _unnamed;
    private RecordTable? _state;
    private bool _hasState;
    private long _totalBytes;
    private long _bytesRead;

    /// <summary>Null where there is none that can be read.</summary>
    public Manifest? Manifest { get; set; }

    /// <summary>The manifest's version as a put would ask for it; null where it can't be read.</summary>
    public string? ManifestVersion { get; set; }

    /// <summary>Whether the manifest was written by us last, and is as it was written.</summary>
    public bool IsManifestSealed { get; set; }

    /// <summary>The current snapshot's header; null where it can't be read.</summary>
    public SnapshotHeader? Header { get; set; }

    /// <summary>Where logs ended that a snapshot superseded, as far as the snapshots that are there know.</summary>
    public Dictionary<string, long> Retired { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a line without a checksum was met, so that another program has written here.</summary>
    public bool HasUnsealedLines { get; set; }

    /// <summary>What is no object.</summary>
    public List<StrayEntry> Strays { get; } = [];

    public IStorageBackend Backend => backend;

    /// <summary>The objects of the store by name, in ordinal order.</summary>
    public IEnumerable<StoredObject> Objects => _objects.Values.OrderBy(stored => stored.Name, StringComparer.Ordinal);

    /// <summary>The agents that have a log here, those that are gone included.</summary>
    public IEnumerable<string> Agents => Objects
        .Select(stored => StoreLayout.TryParseAgentLog(stored.Name, out string agent, out _) ? agent : "")
        .Where(agent => agent.Length > 0)
        .Distinct(StringComparer.Ordinal);

    /// <summary>Segments that the manifest doesn't name.</summary>
    public IEnumerable<string> UnnamedSegmentNames => Objects
        .Select(stored => stored.Name)
        .Where(name => StoreLayout.ParseSegment(name) is not null && Manifest?.ArchiveSegments.Contains(name) != true);

    /// <summary>What the logs tell of <see cref="UnnamedSegmentNames"/>.</summary>
    public UnnamedSegments Unnamed => _unnamed ??= new UnnamedSegments(UnnamedSegmentNames);

    public bool HasAgentLogs => Agents.Any();

    /// <summary>The records as an opening gives them; none where the store can't be opened.</summary>
    public RecordTable State => _state ??= LoadState() ?? new RecordTable();

    /// <summary>The same; null where the store can't be opened.</summary>
    public RecordTable? StateIfLoaded => State is { } state && _hasState ? state : null;

    /// <summary>Lists the place. What can't be listed is among the strays.</summary>
    public void List()
    {
        Strays.AddRange(backend.ListStray());
        foreach (string folder in s_folders)
        {
            foreach (StoredObject stored in TryList(folder))
            {
                _objects[stored.Name] = stored;
                _totalBytes += stored.Length;
            }
        }
    }

    /// <summary>The objects below a prefix; none where they can't be listed, which is a stray entry then.</summary>
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

    /// <summary>Whether the logs are not what they were when they were listed.</summary>
    public bool HaveLogsChanged() =>
        TryList(StoreLayout.LogFolder).Any(stored => !_objects.TryGetValue(stored.Name, out StoredObject before) || before.Length != stored.Length);

    /// <summary>Whether a name may be opened: what is no file may make whoever opens it wait for ever.</summary>
    public bool IsUsable(string name) => NotAFile(name) is null;

    /// <summary>Looks at something; null where it can't be looked at, which is a stray entry then.</summary>
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

    /// <exception cref="StorageException">Something else stands under the name of a file.</exception>
    public void ThrowIfNoFile(string name)
    {
        if (NotAFile(name) is { } stray)
        {
            throw new StorageException("read", $"{backend.Location}/{name}", new IOException($"It is {stray.Detail}."));
        }
    }

    public IObjectReader Open(string name)
    {
        ThrowIfNoFile(name);
        return new CheckedReader(backend.OpenRead(name), count => Tell(name, count), cancellation);
    }

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

    /// <summary>Counts a small file that was read whole.</summary>
    public void CountWhole(string name, long length)
    {
        _totalBytes += length;
        Tell(name, length);
    }

    private RecordTable? LoadState()
    {
        // What is no file would not end being opened.
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

    private void Tell(string file, long count)
    {
        _bytesRead += count;
        progress?.Report(new StoreCheckProgress(file, _bytesRead, Math.Max(_totalBytes, _bytesRead)));
    }
}
