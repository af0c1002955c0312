using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>Counts the bytes that are read, each byte once, and stops reading when the check is cancelled.</summary>
internal sealed class CheckedReader(IObjectReader source, Action<long> read, CancellationToken cancellation) : IObjectReader
{
    private long _furthest;

    public long Length => source.Length;

    public int Read(long offset, Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        int count = source.Read(offset, buffer);
        if (offset + count > _furthest)
        {
            read(offset + count - _furthest);
            _furthest = offset + count;
        }

        return count;
    }

    public void Dispose() => source.Dispose();
}
