using System.Globalization;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage.Memory;

namespace OpsLog.Core.Storage;

/// <summary>
/// Keeps a store in memory for as long as this object is referred to: for tests and scratch work. Several store
/// objects can be open on one backend, as on one directory.
/// </summary>
/// <remarks>
/// It knows what would survive a power cut, so tests can play one (<see cref="Crash()"/>), and it can be seen as by
/// several processes (<see cref="Share"/>), each of which can be killed (<see cref="Kill"/>).
/// </remarks>
public sealed class MemoryBackend : IStorageBackend
{
    private readonly MemoryDisk _disk;
    private readonly MemoryProcess _process;

    /// <summary>Makes an empty store. <paramref name="name"/> only serves messages.</summary>
    public MemoryBackend(string name = "store")
        : this(new MemoryDisk(name))
    {
    }

    private MemoryBackend(MemoryDisk disk)
    {
        _disk = disk;
        _process = new MemoryProcess(disk);
    }

    /// <summary>An address made of the name: <c>memory:name</c>.</summary>
    public string Location => _disk.Location;

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

    /// <summary>Does nothing: the content belongs to all who share it, and what was opened to whoever opened it.</summary>
    public void Dispose()
    {
    }

    /// <summary>The same store as another process would see it; the locks of the two exclude each other.</summary>
    internal MemoryBackend Share() => new(_disk);

    /// <summary>
    /// Ends this view as a killed process ends: it and all it opened fail from now on, its locks are free, its
    /// unfinished objects are gone. What it appended stays, flushed or not.
    /// </summary>
    internal void Kill() => _process.Kill();

    /// <summary>
    /// The same files on a disk of its own, flushed or not as they are now: what the process leaves behind if it ends
    /// here, while it goes on.
    /// </summary>
    internal MemoryBackend Clone() => new(_disk.Clone());

    /// <summary>
    /// Cuts the power under all views: each ends as by <see cref="Kill"/>, and of what was appended but not flushed
    /// nothing is left. Returns a view for after the restart.
    /// </summary>
    internal MemoryBackend Crash() => Crash((_, appends) => new long[appends.Count]);

    /// <summary>
    /// As <see cref="Crash()"/>, but some of the unflushed bytes reached the disk: <paramref name="keep"/> is asked for
    /// each log that has any, in order of name, with the lengths of its unflushed appends, and answers how many of the
    /// first bytes of each are kept. What is missing in between reads as zeros.
    /// </summary>
    internal MemoryBackend Crash(Func<string, IReadOnlyList<long>, IReadOnlyList<long>> keep)
    {
        _disk.LosePower(keep);
        return new MemoryBackend(_disk);
    }

    /// <summary>As <see cref="Crash()"/>, but a prefix of the unflushed bytes survives of each log: what it answers to their number.</summary>
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

    /// <summary>As <see cref="Crash()"/>, but a prefix of random length survives of each log.</summary>
    internal MemoryBackend Crash(Random random) => CrashKeeping(unflushed => random.NextInt64(unflushed + 1));

    private static StoredObject Describe(string name, MemoryFile file) => new(name, file.Length, file.Modified);

    private static string VersionOf(MemoryFile file) => file.Version.ToString(CultureInfo.InvariantCulture);

    private MemoryProcess.Call Enter(string operation, string name)
    {
        ObjectName.Check(name);
        return _process.Enter(operation, name);
    }
}
