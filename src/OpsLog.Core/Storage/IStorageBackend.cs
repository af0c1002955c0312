namespace OpsLog.Core.Storage;

/// <summary>
/// Where a store keeps its bytes: a small contract of named objects that a file system, memory or an object
/// store can keep. Names are relative to the store and use <c>/</c>; the engine hands over none that leads outside.
/// </summary>
/// <remarks>
/// <para>Guarantees every implementation gives, and the contract suite in the tests checks:</para>
/// <list type="bullet">
/// <item><b>Atomic visibility.</b> An object made by <see cref="Put"/> or <see cref="CreateObject"/> is seen whole
/// or not at all, by every process and after a crash at any point.</item>
/// <item><b>Durability.</b> When <see cref="Put"/>, <see cref="IObjectWriter.Complete"/>, <see cref="Delete"/>,
/// <see cref="IAppendLog.Flush"/>, <see cref="IAppendLog.Truncate"/>, <see cref="Settle"/> and a creating
/// <see cref="OpenAppend"/> return, their effect survives a power cut, the name included.
/// <see cref="IAppendLog.Append"/> alone survives the end of the process, not of the machine.</item>
/// <item><b>Mutual exclusion.</b> Of several conditional puts on one version exactly one succeeds; a lock has one
/// holder, and is free again once its holder's process has ended, however it ended.</item>
/// <item><b>Consistent listing.</b> <see cref="List"/> called after a put or delete returned shows its effect.</item>
/// </list>
/// <para>A call that fails throws <see cref="Errors.StorageException"/> naming the object and the operation (a failed
/// condition: <see cref="Errors.PutConflictException"/>), and has had no effect, but for a failed
/// <see cref="IAppendLog.Append"/>, which may have left a part at the end of the log, one whose last step, making
/// the new name or the cut of <see cref="IAppendLog.Truncate"/> durable, failed, and one whose answer was lost: these
/// may have taken effect. A backend that sends a request again after a lost answer may report a conflict of the request
/// with itself. Implementations are safe to use from several threads; one <see cref="IAppendLog"/>,
/// <see cref="IObjectWriter"/> or <see cref="IObjectReader"/> is used by one thread at a time. They and the locks are
/// disposed by whoever opened them; disposing the backend does not.</para>
/// </remarks>
public interface IStorageBackend : IDisposable
{
    /// <summary>How messages name the store: a full path or an address.</summary>
    string Location { get; }

    /// <summary>
    /// Whether programs that do not go by this contract, such as the npm package, can reach the objects. An opening that
    /// replaces a stale <c>.lock</c> then waits for 100 ms, because such a program may delete the new one in its place.
    /// </summary>
    bool IsOpenToOtherPrograms => false;

    /// <summary>
    /// Makes the place ready to be written to (a directory is created, private to its owner where the platform
    /// knows owners), and clears away what processes that crashed left unfinished. Changes nothing else where it is
    /// ready. Called at every opening for writing, never by a read-only store.
    /// </summary>
    void Initialize();

    /// <summary>
    /// Makes durable every name that is visible now, whoever made it, and the way to the store: a process may have been
    /// killed between giving a name and making it durable. Called at every opening for writing once it knows what it
    /// relies on, before anything is acknowledged, and by a backup for the place it has filled. A place whose names are durable as soon as they are visible has
    /// nothing to do here.
    /// </summary>
    void Settle()
    {
    }

    /// <summary>What is known of an object without reading it; null when there is none.</summary>
    StoredObject? Find(string name);

    /// <summary>
    /// The finished objects whose names start with <paramref name="prefix"/>, in ordinal order of name. An
    /// <see cref="IObjectWriter"/> that was not completed shows nothing here.
    /// </summary>
    IReadOnlyList<StoredObject> List(string prefix);

    /// <summary>
    /// Opens an object for reading at any offset. The reader sees one object even if the name is put again or
    /// deleted meanwhile; of a log it sees appends made later.
    /// </summary>
    /// <exception cref="Errors.ObjectNotFoundException">There is no such object.</exception>
    IObjectReader OpenRead(string name);

    /// <summary>
    /// Reads a whole small object (a manifest, a marker) and the version to hand to <see cref="PutCondition.IfUnchanged"/>;
    /// null when there is none.
    /// </summary>
    VersionedContent? Read(string name);

    /// <summary>Puts a whole object in one atomic, durable step and returns its new version.</summary>
    /// <exception cref="Errors.PutConflictException">
    /// The condition does not hold. Nothing was changed, unless the request was sent twice and conflicts with itself.
    /// </exception>
    string Put(string name, ReadOnlySpan<byte> content, PutCondition condition);

    /// <summary>
    /// Begins an object too large to hold in memory. It comes into being at <see cref="IObjectWriter.Complete"/>,
    /// which fails with <see cref="Errors.PutConflictException"/> if the name is taken unless
    /// <paramref name="replace"/> is set.
    /// </summary>
    IObjectWriter CreateObject(string name, bool replace = false);

    /// <summary>
    /// Opens a log for appending, creating it (durably, empty) when there is none. One log is appended to
    /// in one place at a time: the store's locks see to that, not the backend. It may be opened beside that just to be
    /// flushed, which makes durable what others appended as well.
    /// </summary>
    IAppendLog OpenAppend(string name);

    /// <summary>
    /// Deletes an object; does nothing where there is none. Returns false where the platform refuses for now because
    /// somebody still reads it (Windows); the caller tries again another time.
    /// </summary>
    bool Delete(string name);

    /// <summary>
    /// Deletes a small object only if its content is <paramref name="content"/>. Returns false where it is another;
    /// where there is none, it is gone already. Other programs may put the object at any time, and what they put is not
    /// deleted.
    /// </summary>
    bool DeleteSeen(string name, ReadOnlySpan<byte> content);

    /// <summary>
    /// Tries to take the lock of that name, without waiting for a holder or for a share. <paramref name="holder"/> is
    /// what others are shown while it is held: <see cref="LockAttempt.Holder"/> of their failed attempts, where it can
    /// be had. A lock is not reentrant, and its name is apart from the names of objects.
    /// </summary>
    LockAttempt TryLock(string name, ReadOnlySpan<byte> holder);

    /// <summary>
    /// Tries, without waiting, to take a share in the lock of that name; null where a holder has it. Any number of shares
    /// can be taken, by any number of processes, and while one is, <see cref="TryLock"/> fails and shows no holder. A
    /// share ends as a lock does.
    /// </summary>
    IDisposable? TryShareLock(string name);

    /// <summary>
    /// Whether a holder has the lock of that name, and what it left to be shown; shares don't count. This only looks:
    /// it makes and changes nothing, and causes no <see cref="TryLock"/> of others to fail.
    /// </summary>
    bool IsLocked(string name, out byte[]? holder);

    /// <summary>
    /// What lies in the place and is neither an object nor a lock in use, in ordinal order of name: unfinished files,
    /// marks of holders that are gone, folders and pipes where files belong. What stands under such a name is not to
    /// be opened. Changes nothing; a place where there can be none of this answers with nothing.
    /// </summary>
    IReadOnlyList<StrayEntry> ListStray() => [];
}
