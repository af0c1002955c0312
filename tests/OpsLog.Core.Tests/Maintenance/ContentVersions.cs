using OpsLog.Core.Storage;
using OpsLog.Core.Storage.Files;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>
/// A read-only view of a store whose versions are derived from the content, as for files: content that is changed and
/// restored has its earlier version again.
/// </summary>
internal sealed class ContentVersions(IStorageBackend inner) : IStorageBackend
{
    public string Location => inner.Location;

    public bool IsOpenToOtherPrograms => inner.IsOpenToOtherPrograms;

    public bool ReadersOutliveDeletion => inner.ReadersOutliveDeletion;

    public void Initialize() => throw new NotSupportedException();

    public StoredObject? Find(string name) => inner.Find(name);

    public IReadOnlyList<StoredObject> List(string prefix) => inner.List(prefix);

    public IObjectReader OpenRead(string name) => inner.OpenRead(name);

    public VersionedContent? Read(string name) =>
        inner.Read(name) is { } read ? new VersionedContent(read.Content, ContentVersion.Of(read.Content)) : null;

    public string Put(string name, ReadOnlySpan<byte> content, PutCondition condition) => throw new NotSupportedException();

    public IObjectWriter CreateObject(string name, bool replace = false) => throw new NotSupportedException();

    public IAppendLog OpenAppend(string name) => throw new NotSupportedException();

    public bool Delete(string name) => throw new NotSupportedException();

    public bool DeleteSeen(string name, ReadOnlySpan<byte> content) => throw new NotSupportedException();

    public LockAttempt TryLock(string name, ReadOnlySpan<byte> holder) => throw new NotSupportedException();

    public IDisposable? TryShareLock(string name) => throw new NotSupportedException();

    public bool IsLocked(string name, out byte[]? holder) => inner.IsLocked(name, out holder);

    public void Dispose() => inner.Dispose();
}
