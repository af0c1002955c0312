using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Storage.Files;

namespace OpsLog.Core.Store.Files;

/// <summary>New files of a store under names that are free, and the ones it can do without.</summary>
internal static class StoreFiles
{
    /// <summary>A file of the store as messages name it.</summary>
    public static string PathOf(IStorageBackend backend, string name) => 
        Path.IsPathFullyQualified(backend.Location) ? FileLayout.PathOf(backend.Location, name) : $"{backend.Location}/{name}";

    /// <summary>Opens a file that another process may have removed; null where it is missing.</summary>
    public static IObjectReader? TryOpen(IStorageBackend backend, string name)
    {
        try
        {
            return backend.OpenRead(name);
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Writes a snapshot under a new name; see <see cref="NextLog"/>. <paramref name="indexFrom"/> is the number of bytes of
    /// records from which its index is collected.
    /// </summary>
    public static WrittenSnapshot WriteSnapshot(
        IStorageBackend backend, Manifest? manifest, SnapshotHeader header, RecordView view, AgentNames? agents = null, IProgress<StoreProgress>? progress = null, long indexFrom = long.MaxValue)
    {
        while (true)
        {
            string name = Next(backend, StoreLayout.Snapshot, NewestIn(manifest));
            try
            {
                using IObjectWriter target = backend.CreateObject(name);
                SnapshotIndexBuilder? index = view.LiveBytes >= indexFrom ? new SnapshotIndexBuilder(HashKey.Create()) : null;
                SnapshotSeal seal = SnapshotWriter.Write(
                    target, header, view, agents, records => progress?.Report(new StoreProgress(StoreWork.WriteSnapshot, name, records, view.Count)), index);
                target.Complete();
                return new WrittenSnapshot(name, seal, index);
            }
            catch (PutConflictException)
            {
                // Another process that creates the store in the same millisecond took the name, or this request did and its answer was lost.
            }
        }
    }

    /// <summary>
    /// A new name for a log, later than all that the manifest names. Names in the manifest become only later, so that no
    /// name of a superseded file that was deleted comes again: other processes recognise files by their names.
    /// </summary>
    public static string NextLog(IStorageBackend backend, Manifest? manifest) =>
        Next(backend, StoreLayout.WriterLog, NewestIn(manifest));

    /// <summary>A new name for a log of an agent, later than the logs it has; see <see cref="NextLog"/>.</summary>
    public static string NextAgentLog(IStorageBackend backend, string agent, Manifest manifest) => Next(
        backend,
        (unixMs, attempt) => StoreLayout.AgentLog(agent, unixMs, attempt),
        AgentLogs(backend, agent).Select(log => log.Time).Append(NewestIn(manifest)).Max());

    /// <summary>The logs of an agent, oldest first.</summary>
    public static List<(FileNameTime Time, string Name)> AgentLogs(IStorageBackend backend, string agent)
    {
        List<(FileNameTime Time, string Name)> logs = [];
        foreach (StoredObject stored in backend.List(StoreLayout.LogFolder))
        {
            if (StoreLayout.TryParseAgentLog(stored.Name, out string owner, out FileNameTime time) && owner == agent)
            {
                logs.Add((time, stored.Name));
            }
        }

        logs.Sort();
        return logs;
    }

    /// <summary>The logs of an agent, the newest first.</summary>
    public static IEnumerable<string> LogsOf(IStorageBackend backend, string agent, string current) =>
        AgentLogs(backend, agent).AsEnumerable().Reverse().Select(log => log.Name).Where(log => log != current).Prepend(current);

    /// <summary>The agents that have a log in the store, those that are gone included, by ordinal.</summary>
    public static IReadOnlyList<string> Agents(IStorageBackend backend) =>
        [.. AllLogs(backend).Select(OwnerOf).Where(agent => agent.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The archive segments that the manifest names or that have a file.</summary>
    public static IReadOnlyCollection<string> Segments(IStorageBackend backend, Manifest manifest) =>
        manifest.ArchiveSegments.Concat(backend.List(StoreLayout.ArchiveFolder).Select(stored => stored.Name))
            .Select(StoreLayout.ParseSegment).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>All logs of single writers and agents.</summary>
    public static List<string> AllLogs(IStorageBackend backend) =>
        [.. backend.List(StoreLayout.LogFolder)
            .Select(stored => stored.Name)
            .Where(StoreLayout.IsLog)];

    /// <summary>
    /// The logs, kept and active, oldest first. A single writer's log behind the active one was never named by a
    /// manifest; agents' logs go on beside the active one, which may be an agent's itself.
    /// </summary>
    public static List<string> Logs(IStorageBackend backend, string active)
    {
        List<(FileNameTime Time, string Name)> logs = [];
        bool bounded = StoreLayout.TryParseWriterLog(active, out FileNameTime newest);
        foreach (StoredObject stored in backend.List(StoreLayout.LogFolder))
        {
            bool isLog = StoreLayout.TryParseWriterLog(stored.Name, out FileNameTime time)
                ? !bounded || time.CompareTo(newest) <= 0
                : StoreLayout.TryParseAgentLog(stored.Name, out _, out time);
            if (isLog && stored.Name != active)
            {
                logs.Add((time, stored.Name));
            }
        }

        logs.Sort();
        return [.. logs.Select(log => log.Name), active];
    }

    /// <summary>Logs by the age in their names, oldest first, each once.</summary>
    public static IEnumerable<string> ByAge(IEnumerable<string> logs) =>
        logs.Distinct(StringComparer.Ordinal).Select(log => (Time: TimeOf(log), Log: log)).Order().Select(log => log.Log);

    /// <summary>
    /// The logs with content. What is among them before a manifest is read, and not named by it, is history: a log is
    /// named before anything is written to it.
    /// </summary>
    public static HashSet<string> WrittenLogs(IStorageBackend backend) =>
        backend.List(StoreLayout.LogFolder).Where(stored => stored.Length > 0 && StoreLayout.IsLog(stored.Name)).Select(stored => stored.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Whether the current snapshot contains a log. The manifest does not name it any more, and it was begun before that
    /// snapshot. A younger one is of an agent that is about to open the store, or of an older manifest that was put back.
    /// </summary>
    public static bool IsSuperseded(string log, Manifest manifest) =>
        !manifest.Names(log)
        && StoreLayout.TryParseSnapshot(manifest.CurrentSnapshot, out FileNameTime taken)
        && TimeOf(log).UnixMs <= taken.UnixMs;

    /// <summary>
    /// Deletes a snapshot, log or index file that nothing needs any more, and its index file before it; what can't be deleted
    /// now is reported.
    /// </summary>
    public static void DeleteSuperseded(IStorageBackend backend, string name, Action<StoreWarning> warn)
    {
        if (TryDelete(backend, name) is not { } reason)
        {
            return;
        }

        warn(new StoreWarning(
            StoreWarningKind.DeletionPutOff, $"The superseded file '{name}' could not be deleted: {reason} The next checkpoint tries again.", name));
    }

    /// <summary>
    /// Deletes a file, and its index file before it, so that an index file does not remain without its owner. Returns null, or
    /// why the file is still there.
    /// </summary>
    public static string? TryDelete(IStorageBackend backend, string name)
    {
        try
        {
            string index = StoreLayout.Index(name);
            bool isDeleted = (!StoreLayout.HasIndex(name) || backend.Find(index) is null || backend.Delete(index)) && backend.Delete(name);
            return isDeleted ? null : "It is in use.";
        }
        catch (StorageException e)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// The index files whose snapshot or log is gone. One is made after its owner, so an owner that is missing now is not one
    /// that is about to come.
    /// </summary>
    public static IEnumerable<string> LeftoverIndexes(IStorageBackend backend) => new[] { StoreLayout.SnapshotFolder, StoreLayout.LogFolder }
        .SelectMany(backend.List)
        .Select(stored => stored.Name)
        .Where(name => StoreLayout.ParseIndex(name) is { } owner && backend.Find(owner) is null);

    /// <summary>The agent whose log it is; empty for a single writer's.</summary>
    public static string OwnerOf(string log) => StoreLayout.TryParseAgentLog(log, out string agent, out _) ? agent : "";

    /// <summary>When a snapshot or log was begun, by its name.</summary>
    public static FileNameTime TimeOf(string name) =>
        StoreLayout.TryParseAgentLog(name, out _, out FileNameTime time)
        || StoreLayout.TryParseWriterLog(name, out time)
        || StoreLayout.TryParseSnapshot(name, out time)
            ? time
            : default;

    /// <summary>The latest time in the names of the snapshot and the logs that a manifest names.</summary>
    private static FileNameTime NewestIn(Manifest? manifest) => manifest is null
        ? default
        : manifest.ActiveAgentOps.Values.Append(manifest.ActiveOps).Append(manifest.CurrentSnapshot).Max(TimeOf);

    private static string Next(IStorageBackend backend, Func<long, int, string> nameOf, FileNameTime last)
    {
        // Names must sort in the order the files were made, also when the clock was set back.
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        (long unixMs, int attempt) = last.UnixMs >= now ? (last.UnixMs, last.Attempt + 1) : (now, 0);
        while (backend.Find(nameOf(unixMs, attempt)) is not null)
        {
            attempt++;
        }

        return nameOf(unixMs, attempt);
    }
}
