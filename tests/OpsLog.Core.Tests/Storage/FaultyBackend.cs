using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>
/// Forwards everything to another backend, but fails the specified calls. It counts the calls and the open objects,
/// reports each call before it is made, and cuts appends into pieces.
/// </summary>
internal sealed class FaultyBackend(IStorageBackend inner) : IStorageBackend
{
    private readonly object _gate = new();
    private readonly Dictionary<StorageCall, int> _counts = [];
    private readonly List<Fault> _faults = [];
    private int _calls;
    private int _handles;

    public string Location => inner.Location;

    public bool IsOpenToOtherPrograms => inner.IsOpenToOtherPrograms;

    public bool ReadersOutliveDeletion => inner.ReadersOutliveDeletion;

    /// <summary>Called before each call, with its kind and the object's name.</summary>
    public Action<StorageCall, string> Before { get; set; } = (_, _) => { };

    /// <summary>If above 0, an append is made in pieces of this number of bytes, each a separate call.</summary>
    public int PieceLength { get; set; }

    /// <summary>How many calls there were of any kind, failed ones included.</summary>
    public int Calls
    {
        get
        {
            lock (_gate)
            {
                return _calls;
            }
        }
    }

    /// <summary>
    /// Whether a fault was raised: a call that really failed raises no fault that is due after it took effect.
    /// </summary>
    public bool HasFailed { get; private set; }

    /// <summary>How many readers, writers, logs and locks were opened and not disposed of.</summary>
    public int OpenHandles => Volatile.Read(ref _handles);

    /// <summary>
    /// Fails the <paramref name="nth"/> call of a kind from now on (1 is the next; null: of any kind), and with
    /// <paramref name="forever"/> all later ones too. Of a failing append or write the first <paramref name="part"/>
    /// bytes are made nevertheless; with <paramref name="after"/> a put, completion, creation or deletion takes effect
    /// and fails then, as when its name could not be made durable.
    /// </summary>
    public void Fail(StorageCall? call = null, int nth = 1, bool forever = false, Exception? with = null, int part = 0, bool after = false)
    {
        lock (_gate)
        {
            int before = call is { } kind ? Count(kind) : _calls;
            _faults.Add(new Fault(call, before + nth, forever, with, part, after));
        }
    }

    /// <summary>Lets all calls through from now on.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    /// <summary>Has another process act right before the <paramref name="nth"/> call of a kind for an object.</summary>
    public void Meanwhile(StorageCall call, string name, Action act, int nth = 1)
    {
        int met = 0;
        Before = (now, concerned) =>
        {
            if (now == call && concerned == name && ++met == nth)
            {
                act();
            }
        };
    }

    /// <summary>How many calls of a kind there were, failed ones included.</summary>
    public int Count(StorageCall call)
    {
        lock (_gate)
        {
            return _counts.GetValueOrDefault(call);
        }
    }

    public void Initialize()
    {
        Begin(StorageCall.Initialize, "");
        inner.Initialize();
    }

    public void Settle()
    {
        Begin(StorageCall.Settle, "");
        inner.Settle();
    }

    public StoredObject? Find(string name)
    {
        Begin(StorageCall.Find, name);
        return inner.Find(name);
    }

    public IReadOnlyList<StoredObject> List(string prefix)
    {
        Begin(StorageCall.List, prefix);
        return inner.List(prefix);
    }

    public IObjectReader OpenRead(string name)
    {
        Begin(StorageCall.OpenRead, name);
        return new FaultyReader(this, name, inner.OpenRead(name));
    }

    public VersionedContent? Read(string name)
    {
        Begin(StorageCall.Read, name);
        return inner.Read(name);
    }

    public string Put(string name, ReadOnlySpan<byte> content, PutCondition condition)
    {
        Fault? fault = Begin(StorageCall.Put, name);
        string version = inner.Put(name, content, condition);
        End(fault, name);
        return version;
    }

    public IObjectWriter CreateObject(string name, bool replace = false)
    {
        Begin(StorageCall.CreateObject, name);
        return new FaultyWriter(this, name, inner.CreateObject(name, replace));
    }

    public IAppendLog OpenAppend(string name)
    {
        Fault? fault = Begin(StorageCall.OpenAppend, name);
        IAppendLog log = inner.OpenAppend(name);
        if (fault is not null)
        {
            log.Dispose();
            End(fault, name);
        }

        return new FaultyLog(this, name, log);
    }

    public bool Delete(string name)
    {
        Fault? fault = Begin(StorageCall.Delete, name);
        bool deleted = inner.Delete(name);
        End(fault, name);
        return deleted;
    }

    public bool DeleteSeen(string name, ReadOnlySpan<byte> content)
    {
        Fault? fault = Begin(StorageCall.Delete, name);
        bool deleted = inner.DeleteSeen(name, content);
        End(fault, name);
        return deleted;
    }

    public LockAttempt TryLock(string name, ReadOnlySpan<byte> holder)
    {
        Begin(StorageCall.TryLock, name);
        LockAttempt attempt = inner.TryLock(name, holder);
        return attempt.Lock is null ? attempt : attempt with { Lock = new FaultyLock(this, attempt.Lock) };
    }

    public IDisposable? TryShareLock(string name)
    {
        Begin(StorageCall.TryLock, name);
        return inner.TryShareLock(name) is { } share ? new FaultyLock(this, share) : null;
    }

    public bool IsLocked(string name, out byte[]? holder)
    {
        Begin(StorageCall.TryLock, name);
        return inner.IsLocked(name, out holder);
    }

    public void Dispose() => inner.Dispose();

    /// <summary>Counts a call; fails it if that is due, or returns the fault that is due once the call took effect.</summary>
    internal Fault? Begin(StorageCall call, string name)
    {
        Fault? fault = Next(call, name);
        return fault is { After: false } ? throw ErrorOf(fault, name) : fault;
    }

    /// <summary>Counts a call; the fault that is due for it, or null.</summary>
    internal Fault? Next(StorageCall call, string name)
    {
        Before(call, name);
        lock (_gate)
        {
            _calls++;
            int number = _counts[call] = Count(call) + 1;
            Fault? due = _faults.Find(fault => fault.IsDue(call, fault.Call is null ? _calls : number));
            return due is null ? null : due with { Call = call };
        }
    }

    internal void End(Fault? fault, string name)
    {
        if (fault is not null)
        {
            throw ErrorOf(fault, name);
        }
    }

    internal Exception ErrorOf(Fault fault, string name)
    {
        HasFailed = true;
        return fault.Error ?? new StorageException($"{fault.Call}", $"{inner.Location}/{name}", new IOException("No space left on device (by a test)."));
    }

    internal void Opened() => Interlocked.Increment(ref _handles);

    internal void Closed() => Interlocked.Decrement(ref _handles);

    internal sealed record Fault(StorageCall? Call, int Number, bool Forever, Exception? Error, int Part, bool After)
    {
        public bool IsDue(StorageCall call, int number) =>
            (Call is null || Call == call) && (number == Number || (Forever && number > Number));
    }
}
