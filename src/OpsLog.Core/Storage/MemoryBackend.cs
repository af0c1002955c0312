using System.Globalization;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage.Memory;

namespace OpsLog.Core.Storage;

/// <summary>
/// Keeps a store in memory while this object is referenced: for tests and temporary data. Several store objects can be
/// open on one backend, as on one directory.
/// </summary>
/// <remarks>
/// It records which bytes would survive a power cut, so tests can simulate one (<see cref="Crash()"/>). It can also
/// simulate several processes (<see cref="Share"/>), each of which can be killed (<see cref="Kill"/>).
/// </remarks>
public sealed class MemoryBackend : IStorageBackend
{
    private readonly MemoryDisk _disk;
    private readonly MemoryProcess _process;

    /// <summary>Creates an empty store. <paramref name="name"/> is only used in messages.</summary>
    public MemoryBackend(string name = "store")
        : this(new MemoryDisk(name))
    {
    }

    private MemoryBackend(MemoryDisk disk)
    {
        _disk = disk;
        _process = new MemoryProcess(disk);
    }

    /// <summary>An address that contains the name: <c>memory:name</c>.</summary>
    public string Location => _disk.Location;

    /// <inheritdoc/>
    public bool ReadersOutliveDeletion => true;

    /// <inheritdoc/>
    public void Initialize()
    {
    }

    /// <inheritdoc/>
    public StoredObject? Find(string name)
    {
        using MemoryProcess.Call call = Enter("read", name);
        return _disk.Find(name) is { } file ? Describe(name, file) : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredObject> List(string prefix)
    {
        _ = ObjectName.FolderOf(prefix);
        using MemoryProcess.Call call = _process.Enter("list", prefix);
        return _disk.Files
            .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => Describe(pair.Key, pair.Value))
            .ToList();
    }

    /// <inheritdoc/>
    public IObjectReader OpenRead(string name)
    {
        using MemoryProcess.Call call = Enter("read", name);
        return new MemoryReader(_process, name, _disk.Find(name) ?? throw new ObjectNotFoundException(_disk.PathOf(name)));
    }

    /// <inheritdoc/>
    public VersionedContent? Read(string name)
    {
        using MemoryProcess.Call call = Enter("read", name);
        if (_disk.Find(name) is not { } file)
        {
            return null;
        }

        byte[] content = new byte[file.Length];
        file.Read(0, content);
        return new VersionedContent(content, VersionOf(file));
    }

    /// <inheritdoc/>
    public string Put(string name, ReadOnlySpan<byte> content, PutCondition condition)
    {
        using MemoryProcess.Call call = Enter("write", name);
        MemoryFile? present = _disk.Find(name);
        if ((condition.MustBeAbsent && present is not null)
            || (condition.Version is { } version && (present is null || VersionOf(present) != version)))
        {
            throw new PutConflictException(_disk.PathOf(name));
        }

        var file = new MemoryFile();
        file.Append(content);
        file.Flush();
        _disk.Name(name, file);
        return VersionOf(file);
    }

    /// <inheritdoc/>
    public IObjectWriter CreateObject(string name, bool replace = false)
    {
        using MemoryProcess.Call call = Enter("create", name);
        return new MemoryWriter(_process, name, replace);
    }

    /// <inheritdoc/>
    public IAppendLog OpenAppend(string name)
    {
        using MemoryProcess.Call call = Enter("open for appending", name);
        MemoryFile? file = _disk.Find(name);
        if (file is null)
        {
            file = new MemoryFile();
            _disk.Name(name, file);
        }

        return new MemoryLog(_process, name, file);
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        using MemoryProcess.Call call = Enter("delete", name);
        _disk.Remove(name);
        return true;
    }

    /// <inheritdoc/>
    public bool DeleteSeen(string name, ReadOnlySpan<byte> content)
    {
        using MemoryProcess.Call call = Enter("delete", name);
        if (_disk.Find(name) is not { } file)
        {
            return true;
        }

        byte[] present = new byte[file.Length];
        file.Read(0, present);
        bool isSeen = content.SequenceEqual(present);
        if (isSeen)
        {
            _disk.Remove(name);
        }

        return isSeen;
    }

    /// <inheritdoc/>
    public LockAttempt TryLock(string name, ReadOnlySpan<byte> holder)
    {
        using MemoryProcess.Call call = Enter("lock", name);
        MemoryLock? held = _disk.FindLock(name);
        if (held is not null || _disk.IsShared(name))
        {
            return new LockAttempt(null, held?.Holder?.ToArray());
        }

        return new LockAttempt(_process.Acquire(name, holder.ToArray()), null);
    }

    /// <inheritdoc/>
    public IDisposable? TryShareLock(string name)
    {
        using MemoryProcess.Call call = Enter("share the lock", name);
        return _disk.FindLock(name) is null ? _process.Acquire(name, holder: null) : null;
    }

    /// <inheritdoc/>
    public bool IsLocked(string name, out byte[]? holder)
    {
        using MemoryProcess.Call call = Enter("check the lock", name);
        MemoryLock? held = _disk.FindLock(name);
        holder = held?.Holder?.ToArray();
        return held is not null;
    }

    /// <summary>Does nothing: other backends may share the content, and the caller that opened an object disposes of it.</summary>
    public void Dispose()
    {
    }

    /// <summary>The same store for another simulated process. The locks of the two processes exclude each other.</summary>
    internal MemoryBackend Share() => new(_disk);

    /// <summary>
    /// Kills the simulated process: the backend and everything that it opened fail from now on, its locks are released, and
    /// its unfinished objects are discarded. Appended bytes are kept, flushed or not.
    /// </summary>
    internal void Kill() => _process.Kill();

    /// <summary>
    /// A copy of the current files on a separate disk, with their flushed and unflushed bytes: the files that the process
    /// would leave if it ended now. The process itself continues.
    /// </summary>
    internal MemoryBackend Clone() => new(_disk.Clone());

    /// <summary>
    /// Cuts the power: this kills all simulated processes (see <see cref="Kill"/>) and discards all unflushed appends. Returns
    /// the backend of a process after the restart.
    /// </summary>
    internal MemoryBackend Crash() => Crash((_, appends) => new long[appends.Count]);

    /// <summary>
    /// The same as <see cref="Crash()"/>, but some of the unflushed bytes were written to the disk. For each log with unflushed
    /// appends, in order of name, <paramref name="keep"/> gets the lengths of these appends and returns how many of the first
    /// bytes of each are kept. Missing bytes between kept ones are read as zeros.
    /// </summary>
    internal MemoryBackend Crash(Func<string, IReadOnlyList<long>, IReadOnlyList<long>> keep)
    {
        _disk.LosePower(keep);
        return new MemoryBackend(_disk);
    }

    /// <summary>The same as <see cref="Crash()"/>, but <paramref name="prefix"/> gets the number of unflushed bytes of each log, and returns how many of the first are kept.</summary>
    internal MemoryBackend CrashKeeping(Func<long, long> prefix) => Crash((_, appends) =>
    {
        long left = prefix(appends.Sum());
        return [.. appends.Select(length =>
        {
            long kept = Math.Min(left, length);
            left -= kept;
            return kept;
        })];
    });

    /// <summary>The same as <see cref="Crash()"/>, but of each log a random number of the first unflushed bytes is kept.</summary>
    internal MemoryBackend Crash(Random random) => CrashKeeping(unflushed => random.NextInt64(unflushed + 1));

    private static StoredObject Describe(string name, MemoryFile file) => new(name, file.Length, file.Modified);

    private static string VersionOf(MemoryFile file) => file.Version.ToString(CultureInfo.InvariantCulture);

    private MemoryProcess.Call Enter(string operation, string name)
    {
        ObjectName.Check(name);
        return _process.Enter(operation, name);
    }
}
