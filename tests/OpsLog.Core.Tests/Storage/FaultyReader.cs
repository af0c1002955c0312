using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>A reader opened through a <see cref="FaultyBackend"/>.</summary>
internal sealed class FaultyReader : IObjectReader
{
    private readonly FaultyBackend _owner;
    private readonly string _name;
    private readonly IObjectReader _inner;
    private readonly FaultyHandle _handle;

    public FaultyReader(FaultyBackend owner, string name, IObjectReader inner)
    {
        _owner = owner;
        _name = name;
        _inner = inner;
        _handle = new FaultyHandle(owner);
    }

    public long Length => _inner.Length;

    public int Read(long offset, Span<byte> buffer)
    {
        _owner.Begin(StorageCall.ReadPart, _name);
        return _inner.Read(offset, buffer);
    }

    public void Dispose()
    {
        _handle.Dispose();
        _inner.Dispose();
    }
}
