using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>A writer opened through a <see cref="FaultyBackend"/>.</summary>
internal sealed class FaultyWriter(FaultyBackend owner, IObjectWriter inner) : IObjectWriter
{
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (owner.Next(StorageCall.Write) is { } fault)
        {
            inner.Write(bytes[..Math.Min(fault.Part, bytes.Length)]);
            throw fault.Error;
        }

        inner.Write(bytes);
    }

    public void Complete()
    {
        owner.Check(StorageCall.Complete);
        inner.Complete();
    }

    public void Dispose() => inner.Dispose();
}
