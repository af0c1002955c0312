using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Agents;

/// <summary>
/// Calls back before every call, so that others can do something between any two of them; with
/// <paramref name="readsToo"/> also before each look into an object that is open.
/// </summary>
internal sealed class HookBackend(IStorageBackend inner, Action before, bool readsToo = false) : IStorageBackend
{
    public string Location => inner.Location;

    public bool IsOpenToOtherPrograms => inner.IsOpenToOtherPrograms;

    public bool ReadersOutliveDeletion => inner.ReadersOutliveDeletion;

    public void Initialize() => Then().Initialize();

    public StoredObject? Find(string name) => Then().Find(name);

    public IReadOnlyList<StoredObject> List(string prefix) => Then().List(prefix);

    public IObjectReader OpenRead(string name) => readsToo ? new Reader(Then().OpenRead(name), before) : Then().OpenRead(name);

    public VersionedContent? Read(string name) => Then().Read(name);

    public string Put(string name, ReadOnlySpan<byte> content, PutCondition condition) => Then().Put(name, content, condition);

    public IObjectWriter CreateObject(string name, bool replace = false) => new Writer(Then().CreateObject(name, replace), before);

    public IAppendLog OpenAppend(string name) => new Log(Then().OpenAppend(name), before);

    public bool Delete(string name) => Then().Delete(name);

    public bool DeleteSeen(string name, ReadOnlySpan<byte> content) => Then().DeleteSeen(name, content);

    public LockAttempt TryLock(string name, ReadOnlySpan<byte> holder) => Then().TryLock(name, holder);

    public IDisposable? TryShareLock(string name) => Then().TryShareLock(name);

    public bool IsLocked(string name, out byte[]? holder) => Then().IsLocked(name, out holder);

    public void Dispose() => inner.Dispose();

    private IStorageBackend Then()
    {
        before();
        return inner;
    }

    private sealed class Reader(IObjectReader inner, Action before) : IObjectReader
    {
        public long Length
        {
            get
            {
                before();
                return inner.Length;
            }
        }

        public int Read(long offset, Span<byte> buffer)
        {
            before();
            return inner.Read(offset, buffer);
        }

        public void Dispose() => inner.Dispose();
    }

    private sealed class Writer(IObjectWriter inner, Action before) : IObjectWriter
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            before();
            inner.Write(bytes);
        }

        public void Complete()
        {
            before();
            inner.Complete();
        }

        public void Dispose() => inner.Dispose();
    }

    private sealed class Log(IAppendLog inner, Action before) : IAppendLog
    {
        private int _appends;

        public long Length => inner.Length;

        public bool CanTruncate => inner.CanTruncate;

        /// <summary>In two parts, by turns within a line and between lines, so that others and the end may come in between.</summary>
        public void Append(ReadOnlySpan<byte> bytes)
        {
            before();
            int part = ++_appends % 2 == 0 ? bytes.Length * 3 / 5 : bytes.IndexOf((byte)'\n') + 1;
            inner.Append(bytes[..part]);
            if (part < bytes.Length)
            {
                before();
                inner.Append(bytes[part..]);
            }
        }

        public void Flush()
        {
            before();
            inner.Flush();
        }

        public void Truncate(long length)
        {
            before();
            inner.Truncate(length);
        }

        public void Dispose() => inner.Dispose();
    }
}
