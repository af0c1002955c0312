using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>Hands everything to another backend, but fails the calls it was told to fail, instead of making them.</summary>
internal sealed class FaultyBackend(IStorageBackend inner) : IStorageBackend
{
    private readonly object _gate = new();
    private readonly Dictionary<StorageCall, int> _counts = [];
    private readonly List<Fault> _faults = [];

    public string Location => inner.Location;

    /// <summary>
    /// Fails the <paramref name="nth"/> call of a kind from now on (1 is the next), and with <paramref name="forever"/>
    /// all later ones too. Of a failing append or write the first <paramref name="part"/> bytes are made nevertheless.
    /// </summary>
    public void Fail(StorageCall call, int nth = 1, bool forever = false, Exception? with = null, int part = 0)
    {
        lock (_gate)
        {
            _faults.Add(new Fault(call, Count(call) + nth, forever, with ?? DiskFull(call), part));
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
        Check(StorageCall.Initialize);
        inner.Initialize();
    }

    public StoredObject? Find(string name)
    {
        Check(StorageCall.Find);
        return inner.Find(name);
    }

    public IReadOnlyList<StoredObject> List(string prefix)
    {
        Check(StorageCall.List);
        return inner.List(prefix);
    }

    public IObjectReader OpenRead(string name)
    {
        Check(StorageCall.OpenRead);
        return inner.OpenRead(name);
    }

    public VersionedContent? Read(string name)
    {
        Check(StorageCall.Read);
        return inner.Read(name);
    }

    public string Put(string name, ReadOnlySpan<byte> content, PutCondition condition)
    {
        Check(StorageCall.Put);
        return inner.Put(name, content, condition);
    }

    public IObjectWriter CreateObject(string name, bool replace = false)
    {
        Check(StorageCall.CreateObject);
        return new FaultyWriter(this, inner.CreateObject(name, replace));
    }

    public IAppendLog OpenAppend(string name)
    {
        Check(StorageCall.OpenAppend);
        return new FaultyLog(this, inner.OpenAppend(name));
    }

    public bool Delete(string name)
    {
        Check(StorageCall.Delete);
        return inner.Delete(name);
    }

    public LockAttempt TryLock(string name, ReadOnlySpan<byte> holder)
    {
        Check(StorageCall.TryLock);
        return inner.TryLock(name, holder);
    }

    public void Dispose() => inner.Dispose();

    /// <summary>Counts a call; the fault that is due for it, or null.</summary>
    internal Fault? Next(StorageCall call)
    {
        lock (_gate)
        {
            int number = _counts[call] = Count(call) + 1;
            return _faults.Find(fault => fault.Call == call && (fault.Number == number || (fault.Forever && number > fault.Number)));
        }
    }

    internal void Check(StorageCall call)
    {
        if (Next(call) is { } fault)
        {
            throw fault.Error;
        }
    }

    private StorageException DiskFull(StorageCall call) =>
        new(call.ToString(), inner.Location, new IOException("No space left on device (by a test)."));

    internal sealed record Fault(StorageCall Call, int Number, bool Forever, Exception Error, int Part);
}
