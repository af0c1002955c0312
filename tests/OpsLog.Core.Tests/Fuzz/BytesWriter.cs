using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Keeps in memory what is written to it.</summary>
internal sealed class BytesWriter : IObjectWriter
{
    private readonly MemoryStream _bytes = new();

    public byte[] ToArray() => _bytes.ToArray();

    public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void Complete()
    {
    }

    public void Dispose() => _bytes.Dispose();
}
