using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>A backend whose logs can't be cut, as those of an object store.</summary>
internal sealed class UncutBackend(IStorageBackend inner) : IStorageBackend
{
    public string Location => inner.Location;

    public bool IsOpenToOtherPrograms => inner.IsOpenToOtherPrograms;

    public bool ReadersOutliveDeletion => inner.ReadersOutliveDeletion;

    public void Initialize() => inner.Initialize();

    public StoredObject? Find(string name) => inner.Find(name);

    public IReadOnlyList<StoredObject> List(string prefix) => inner.List(prefix);

    public IObjectReader OpenRead(string name) => inner.OpenRead(name);

    public VersionedContent? Read(string name) => inner.Read(name);

    public string Put(string name, ReadOnlySpan<byte> content, PutCondition condition) => inner.Put(name, content, condition);

    public IObjectWriter CreateObject(string name, bool replace = false) => inner.CreateObject(name, replace);

    public IAppendLog OpenAppend(string name) => new Log(inner.OpenAppend(name));

    public bool Delete(string name) => inner.Delete(name);

    public bool DeleteSeen(string name, ReadOnlySpan<byte> content) => inner.DeleteSeen(name, content);

    public LockAttempt TryLock(string name, ReadOnlySpan<byte> holder) => inner.TryLock(name, holder);

    public IDisposable? TryShareLock(string name) => inner.TryShareLock(name);

    public bool IsLocked(string name, out byte[]? holder) => inner.IsLocked(name, out holder);

    public void Dispose() => inner.Dispose();

    private sealed class Log(IAppendLog inner) : IAppendLog
    {
        public long Length => inner.Length;

        public bool CanTruncate => false;

        public void Append(ReadOnlySpan<byte> bytes) => inner.Append(bytes);

        public void Flush() => inner.Flush();

        public void Truncate(long length) => throw new NotSupportedException();

        public void Dispose() => inner.Dispose();
    }
}
