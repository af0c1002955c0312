using Microsoft.Win32.SafeHandles;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage.Files;

namespace OpsLog.Core.Storage;

/// <summary>
/// Keeps a store in a directory, with each object in a file of the same name. Locks are locks of the operating system on
/// files in <c>locks/</c>. An object is written to a temporary file in its folder, flushed, and then renamed.
/// </summary>
public sealed class FileSystemBackend : IStorageBackend
{
    private readonly PutGate? _gate;

    /// <summary>Refers to the store in <paramref name="directory"/>, which need not exist. Accesses no file.</summary>
    public FileSystemBackend(string directory)
        : this(directory, isShared: true)
    {
    }

    private FileSystemBackend(string directory, bool isShared)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        Location = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        _gate = isShared ? new PutGate(Location) : null;
    }

    /// <summary>The full path of the directory.</summary>
    public string Location { get; }

    /// <summary>
    /// Refers to a directory that only this object uses until the store in it is complete. Puts then need no lock, and no
    /// file of a lock remains in the directory.
    /// </summary>
    internal static FileSystemBackend Unshared(string directory) => new(directory, isShared: false);

    /// <inheritdoc/>
    public bool IsOpenToOtherPrograms => true;

    /// <inheritdoc/>
    public bool ReadersOutliveDeletion => LocalDisk.Contains(Location);

    /// <inheritdoc/>
    public void Initialize()
    {
        Attempt("create", Location, () => StoreFolders.Create(Location, withLocks: _gate is not null));
        StaleTemporaries.Remove(Location);
    }

    /// <inheritdoc/>
    public void Settle() => Attempt("flush the folders of", Location, () => StoreFolders.Flush(Location));

    /// <inheritdoc/>
    public StoredObject? Find(string name)
    {
        try
        {
            using FileObjectReader reader = FileObjectReader.Open(PathOf(name));
            return new StoredObject(name, reader.Length, reader.Modified);
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredObject> List(string prefix)
    {
        try
        {
            return FileListing.List(Location, prefix, NameForm.ConversionFor(Location));
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Of("list", Location, e);
        }
    }

    /// <inheritdoc/>
    public IObjectReader OpenRead(string name) => FileObjectReader.Open(PathOf(name));

    /// <inheritdoc/>
    public VersionedContent? Read(string name) => ReadFile(PathOf(name));

    /// <inheritdoc/>
    public string Put(string name, ReadOnlySpan<byte> content, PutCondition condition)
    {
        string path = PathForWriting(name);
        using IDisposable? turn = _gate?.Enter();
        try
        {
            bool isPut = Holds(condition, path);
            if (isPut && condition.MustBeAbsent)
            {
                isPut = AtomicFile.TryCreate(path, content);
            }
            else if (isPut)
            {
                AtomicFile.Replace(path, content);
            }

            return isPut ? ContentVersion.Of(content) : throw new PutConflictException(path);
        }
        catch (StorageException e) when (e.InnerException is FileInUseException)
        {
            // The existing object could not be read, so nothing was put.
            throw StorageFailure.Putting(path, e.InnerException);
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Putting(path, e);
        }
    }

    /// <inheritdoc/>
    public IObjectWriter CreateObject(string name, bool replace = false) =>
        new FileObjectWriter(PathForWriting(name), replace, _gate);

    /// <inheritdoc/>
    public IAppendLog OpenAppend(string name) => FileAppendLog.Open(PathForWriting(name));

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        string path = PathOf(name);
        try
        {
            FileDelete.Run(path);
            DirectoryFlush.FlushParent(path);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (FileInUseException)
        {
            return false;
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Of("delete", path, e);
        }
    }

    /// <inheritdoc/>
    public bool DeleteSeen(string name, ReadOnlySpan<byte> content)
    {
        string path = PathOf(name);
        try
        {
            return SeenFile.TryDelete(path, content);
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Of("delete", path, e);
        }
    }

    /// <inheritdoc/>
    public LockAttempt TryLock(string name, ReadOnlySpan<byte> holder)
    {
        ObjectName.Check(name);
        string path = FileLayout.PathOf(Location, FileLayout.Lock(name));
        string holderPath = FileLayout.PathOf(Location, FileLayout.Holder(name));
        SafeFileHandle? handle = null;
        Attempt("lock", path, () =>
        {
            StoreFolders.EnsureParent(Location, path);
            handle = OsLock.TryAcquire(path);
        });
        return handle is null
            ? new LockAttempt(null, IsLocked(name, out byte[]? shown) ? shown : null)
            : new LockAttempt(new HeldLock(handle, holderPath, holder), null);
    }

    /// <inheritdoc/>
    public IDisposable? TryShareLock(string name)
    {
        ObjectName.Check(name);
        string path = FileLayout.PathOf(Location, FileLayout.Lock(name));
        SafeFileHandle? handle = null;
        Attempt("share the lock", path, () =>
        {
            StoreFolders.EnsureParent(Location, path);
            handle = OsLock.TryShare(path);
        });
        return handle;
    }

    /// <inheritdoc/>
    public bool IsLocked(string name, out byte[]? holder)
    {
        ObjectName.Check(name);
        string path = FileLayout.PathOf(Location, FileLayout.Lock(name));
        bool held = false;
        Attempt("check the lock", path, () => held = OsLock.IsHeld(path));
        holder = held ? HeldLock.ReadHolder(FileLayout.PathOf(Location, FileLayout.Holder(name))) : null;
        return held;
    }

    /// <inheritdoc/>
    public IReadOnlyList<StrayEntry> ListStray() => new StrayFiles(Location).List();

    /// <summary>Does nothing: the caller that opened a reader, log, writer or lock disposes of it.</summary>
    public void Dispose()
    {
    }

    private static VersionedContent? ReadFile(string path)
    {
        try
        {
            using FileObjectReader reader = FileObjectReader.Open(path);
            byte[] content = reader.ReadWhole();
            return new VersionedContent(content, ContentVersion.Of(content));
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    private static bool Holds(PutCondition condition, string path) =>
        condition.MustBeAbsent ? !FileObjectReader.Exists(path)
        : condition.Version is null || ReadFile(path)?.Version == condition.Version;

    private static void Attempt(string operation, string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Of(operation, path, e);
        }
    }

    private string PathOf(string name)
    {
        ObjectName.Check(name);
        return FileLayout.IsObject(name)
            ? FileLayout.PathOf(Location, name)
            : throw new InvalidNameException("an object name", name, "it is reserved for locks and unfinished files");
    }

    private string PathForWriting(string name)
    {
        string path = PathOf(name);
        Attempt("create the directory of", path, () => StoreFolders.EnsureParent(Location, path));
        return path;
    }
}
