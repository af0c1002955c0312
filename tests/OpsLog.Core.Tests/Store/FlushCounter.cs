using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Store;

/// <summary>A memory backend that counts the flushes of its logs, and can make them take a while.</summary>
internal sealed class FlushCounter : IStorageBackend
{
    public MemoryBackend Memory { get; } = new();

    public int Flushes { get; private set; }

    public TimeSpan FlushTakes { get; init; }

    public string Location => Memory.Location;

    public bool ReadersOutliveDeletion => Memory.ReadersOutliveDeletion;

    public void Initialize() => Memory.Initialize();

    public StoredObject? Find(string name) => Memory.Find(name);

    public IReadOnlyList<StoredObject> List(string prefix) => Memory.List(prefix);

    public IObjectReader OpenRead(string name) => Memory.OpenRead(name);

    public VersionedContent? Read(string name) => Memory.Read(name);

    public string Put(string name, ReadOnlySpan<byte> content, PutCondition condition) => Memory.Put(name, content, condition);

    public IObjectWriter CreateObject(string name, bool replace = false) => Memory.CreateObject(name, replace);

    public IAppendLog OpenAppend(string name) => new CountedLog(this, Memory.OpenAppend(name));

    public bool Delete(string name) => Memory.Delete(name);

    public bool DeleteSeen(string name, ReadOnlySpan<byte> content) => Memory.DeleteSeen(name, content);

    public LockAttempt TryLock(string name, ReadOnlySpan<byte> holder) => Memory.TryLock(name, holder);

    public IDisposable? TryShareLock(string name) => Memory.TryShareLock(name);

    public bool IsLocked(string name, out byte[]? holder) => Memory.IsLocked(name, out holder);

    public void Dispose()
    {
    }

    private sealed class CountedLog(FlushCounter owner, IAppendLog inner) : IAppendLog
    {
        public long Length => inner.Length;

        public bool CanTruncate => inner.CanTruncate;

        public void Append(ReadOnlySpan<byte> bytes) => inner.Append(bytes);

        public void Flush()
        {
            owner.Flushes++;
            if (owner.FlushTakes > TimeSpan.Zero)
            {
                Thread.Sleep(owner.FlushTakes);
            }

            inner.Flush();
        }

        public void Truncate(long length) => inner.Truncate(length);

        public void Dispose() => inner.Dispose();
    }
}
