namespace OpsLog.Core.Storage;

/// <summary>
/// Stores the bytes of a store as named objects. The contract is small, so that a file system, memory or an object store
/// can implement it. Names are relative to the store and use <c>/</c>. The engine uses no name that is outside the store.
/// </summary>
/// <remarks>
/// <para>Every implementation gives these guarantees, which the contract suite in the tests checks:</para>
/// <list type="bullet">
/// <item><b>Atomic visibility.</b> An object that <see cref="Put"/> or <see cref="CreateObject"/> creates is visible
/// completely or not at all, for every process and after a crash at any point.</item>
/// <item><b>Durability.</b> When <see cref="Put"/>, <see cref="IObjectWriter.Complete"/>, <see cref="Delete"/>,
/// <see cref="IAppendLog.Flush"/>, <see cref="IAppendLog.Truncate"/>, <see cref="Settle"/> and a creating
/// <see cref="OpenAppend"/> return, their effect survives a power cut, including the name. The effect of
/// <see cref="IAppendLog.Append"/> survives the end of the process, but not necessarily a power cut.</item>
/// <item><b>Mutual exclusion.</b> Of several conditional puts on one version, exactly one succeeds. A lock has one
/// holder, and is released when the process of its holder ends, for whatever reason.</item>
/// <item><b>Consistent listing.</b> A call of <see cref="List"/> after a put or delete has returned includes its effect.</item>
/// </list>
/// <para>A call that fails throws <see cref="Errors.StorageException"/> with the name of the object and the operation (for a
/// failed condition: <see cref="Errors.PutConflictException"/>). It has had no effect, with three exceptions. A failed
/// <see cref="IAppendLog.Append"/> may have left a part of its bytes at the end of the log. A call may have taken effect if
/// it failed in its last step, which makes a new name or the cut of <see cref="IAppendLog.Truncate"/> durable, or if its
/// response was lost. A backend that sends a request again after a lost response may report that the request conflicts with
/// itself.</para>
/// <para>Several threads can use a backend at the same time. One thread at a time uses an <see cref="IAppendLog"/>,
/// <see cref="IObjectWriter"/> or <see cref="IObjectReader"/>. The caller that opened one of these or acquired a lock
/// disposes of it; disposing of the backend does not.</para>
/// </remarks>
public interface IStorageBackend : IDisposable
{
    /// <summary>The store in messages: a full path or an address.</summary>
    string Location { get; }

    /// <summary>
    /// Whether programs that do not use this contract, such as the npm package, can access the objects. An opening that
    /// replaces a stale <c>.lock</c> then waits for 100 ms, because such a program may delete the new one instead.
    /// </summary>
    bool IsOpenToOtherPrograms => false;

    /// <summary>
    /// Whether a reader can read its object for as long as it is open, also after any process has deleted it. A snapshot is
    /// then read on demand, and otherwise completely when the store is opened. The default is false.
    /// </summary>
    bool ReadersOutliveDeletion => false;

    /// <summary>
    /// Prepares the backend for writing: creates a missing directory, private to its owner if the platform supports this,
    /// and removes the unfinished objects of processes that ended. It changes nothing else. Every opening for writing calls
    /// it; a read-only store never does.
    /// </summary>
    void Initialize();

    /// <summary>
    /// Makes all visible names and the path of the store durable. A process may have been killed after it created a name and
    /// before it made the name durable. Every opening for writing calls this after it has read the manifest and before
    /// it acknowledges a write; a backup calls it for its copy. A backend whose names are durable as soon as they are visible
    /// need not implement the method.
    /// </summary>
    void Settle()
    {
    }

    /// <summary>The name, length and time of an object; null if there is none.</summary>
    StoredObject? Find(string name);

    /// <summary>
    /// The complete objects whose names start with <paramref name="prefix"/>, in ordinal order of name. The object of an
    /// <see cref="IObjectWriter"/> that was not completed is not included.
    /// </summary>
    IReadOnlyList<StoredObject> List(string prefix);

    /// <summary>
    /// Opens an object for reading at any offset. The reader reads the same object even if the name is put again or deleted
    /// later. It reads later appends to a log.
    /// </summary>
    /// <exception cref="Errors.ObjectNotFoundException">There is no such object.</exception>
    IObjectReader OpenRead(string name);

    /// <summary>
    /// Reads a whole small object (a manifest, a marker) and its version, for <see cref="PutCondition.IfUnchanged"/>; null if
    /// there is none.
    /// </summary>
    VersionedContent? Read(string name);

    /// <summary>Puts a whole object in one atomic, durable step and returns its new version.</summary>
    /// <exception cref="Errors.PutConflictException">
    /// The condition does not hold. Nothing was changed, unless the request was sent twice and conflicts with itself.
    /// </exception>
    string Put(string name, ReadOnlySpan<byte> content, PutCondition condition);

    /// <summary>
    /// Begins an object that is too large for memory. <see cref="IObjectWriter.Complete"/> creates it, and fails with
    /// <see cref="Errors.PutConflictException"/> if the name exists and <paramref name="replace"/> is false.
    /// </summary>
    IObjectWriter CreateObject(string name, bool replace = false);

    /// <summary>
    /// Opens a log for appending, and creates it (durably, empty) if there is none. The locks of the store, and not the
    /// backend, ensure that only one caller at a time appends to a log. Another caller may open the log only to flush it,
    /// which also makes the appends of others durable.
    /// </summary>
    IAppendLog OpenAppend(string name);

    /// <summary>
    /// Deletes an object; does nothing if there is none. Returns false if the platform (Windows) refuses the deletion because
    /// a program still reads the object. The caller can try again later.
    /// </summary>
    bool Delete(string name);

    /// <summary>
    /// Deletes a small object only if its content is <paramref name="content"/>. Returns false if it has other content, and
    /// true if there is none. Other programs may put the object at any time, and the objects that they put are not deleted.
    /// </summary>
    bool DeleteSeen(string name, ReadOnlySpan<byte> content);

    /// <summary>
    /// Tries to acquire the lock with a name, without waiting for its holder or for shares. While it is held, failed attempts
    /// of others return <paramref name="holder"/> as <see cref="LockAttempt.Holder"/> if it is available. A lock is not
    /// reentrant. Names of locks are separate from names of objects.
    /// </summary>
    LockAttempt TryLock(string name, ReadOnlySpan<byte> holder);

    /// <summary>
    /// Tries, without waiting, to acquire a share in the lock with a name; null if the lock has a holder. Any number of
    /// processes can have any number of shares. While there is a share, <see cref="TryLock"/> fails and returns no holder. A
    /// share is released in the same way as a lock.
    /// </summary>
    IDisposable? TryShareLock(string name);

    /// <summary>
    /// Whether the lock with a name has a holder, and what that holder shows; shares do not count. The call creates and
    /// changes nothing, and causes no <see cref="TryLock"/> of others to fail.
    /// </summary>
    bool IsLocked(string name, out byte[]? holder);

    /// <summary>
    /// Everything in the store that is neither an object nor a lock in use, in ordinal order of name: unfinished files,
    /// marks of holders that have ended, folders and pipes in place of files. Callers must not open these. Changes nothing.
    /// A backend that contains only objects returns an empty list.
    /// </summary>
    IReadOnlyList<StrayEntry> ListStray() => [];
}
