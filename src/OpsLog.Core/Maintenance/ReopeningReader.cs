using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Reads an object that can be replaced at the same time, and opens it for each piece, because an object that is held
/// open can't be replaced on Windows. The pieces can be from several objects, so the caller has to verify the end.
/// </summary>
internal sealed class ReopeningReader(IStorageBackend backend, string name) : IObjectReader
{
    public long Length
    {
        get
        {
            using IObjectReader reader = backend.OpenRead(name);
            return reader.Length;
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        using IObjectReader reader = backend.OpenRead(name);
        return reader.Read(offset, buffer);
    }

    public void Dispose()
    {
    }
}
