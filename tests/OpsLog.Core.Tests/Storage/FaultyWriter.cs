using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>A writer opened through a <see cref="FaultyBackend"/>.</summary>
internal sealed class FaultyWriter : IObjectWriter
{
    private readonly FaultyBackend _owner;
    private readonly string _name;
    private readonly IObjectWriter _inner;
    private readonly FaultyHandle _handle;

    public FaultyWriter(FaultyBackend owner, string name, IObjectWriter inner)
    {
        _owner = owner;
        _name = name;
        _inner = inner;
        _handle = new FaultyHandle(owner);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_owner.Next(StorageCall.Write, _name) is { } fault)
        {
            _inner.Write(bytes[..Math.Min(fault.Part, bytes.Length)]);
            throw _owner.ErrorOf(fault, _name);
        }

        _inner.Write(bytes);
    }

    public void Complete()
    {
        FaultyBackend.Fault? fault = _owner.Begin(StorageCall.Complete, _name);
        _inner.Complete();
        _owner.End(fault, _name);
    }

    public void Dispose()
    {
        _handle.Dispose();
        _inner.Dispose();
    }
}
