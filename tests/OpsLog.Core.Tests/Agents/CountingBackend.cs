using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Agents;

/// <summary>Counts the bytes read through it, and the calls.</summary>
internal sealed class CountingBackend(IStorageBackend inner) : IStorageBackend
{
    private long _bytes;
    private int _calls;

    public long BytesRead => Interlocked.Read(ref _bytes);

    public int Calls => Volatile.Read(ref _calls);

    public string Location => inner.Location;

    public bool IsOpenToOtherPrograms => inner.IsOpenToOtherPrograms;

    public bool ReadersOutliveDeletion => inner.ReadersOutliveDeletion;

    public void Reset()
    {
        Interlocked.Exchange(ref _bytes, 0);
        Interlocked.Exchange(ref _calls, 0);
    }

    public void Initialize() => inner.Initialize();

    public StoredObject? Find(string name) => Count(0).Find(name);

    public IReadOnlyList<StoredObject> List(string prefix) => Count(0).List(prefix);

    public IObjectReader OpenRead(string name) => new Reader(this, Count(0).OpenRead(name));

    public VersionedContent? Read(string name)
    {
        VersionedContent? content = inner.Read(name);
        Count(content?.Content.Length ?? 0);
        return content;
    }

    public string Put(string name, ReadOnlySpan<byte> content, PutCondition condition) => Count(0).Put(name, content, condition);

    public IObjectWriter CreateObject(string name, bool replace = false) => Count(0).CreateObject(name, replace);

    public IAppendLog OpenAppend(string name) => Count(0).OpenAppend(name);

    public bool Delete(string name) => Count(0).Delete(name);

    public bool DeleteSeen(string name, ReadOnlySpan<byte> content) => Count(0).DeleteSeen(name, content);

    public LockAttempt TryLock(string name, ReadOnlySpan<byte> holder) => Count(0).TryLock(name, holder);

    public IDisposable? TryShareLock(string name) => Count(0).TryShareLock(name);

    public bool IsLocked(string name, out byte[]? holder) => Count(0).IsLocked(name, out holder);

    public void Dispose() => inner.Dispose();

    private IStorageBackend Count(int bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Increment(ref _calls);
        return inner;
    }

    private sealed class Reader(CountingBackend owner, IObjectReader inner) : IObjectReader
    {
        public long Length => inner.Length;

        public int Read(long offset, Span<byte> buffer)
        {
            int read = inner.Read(offset, buffer);
            owner.Count(read);
            return read;
        }

        public void Dispose() => inner.Dispose();
    }
}
