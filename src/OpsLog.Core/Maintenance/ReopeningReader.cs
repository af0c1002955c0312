using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Reads an object that may be put again meanwhile, and opens it for each piece: held open throughout, a large one
/// would keep Windows from replacing it. Pieces may be of several objects, so its reader has to look at the end.
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
