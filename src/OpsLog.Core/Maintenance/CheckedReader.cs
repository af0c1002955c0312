using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>Counts what is read, and ends the reading when the check is cancelled.</summary>
internal sealed class CheckedReader(IObjectReader source, Action<int> read, CancellationToken cancellation) : IObjectReader
{
    public long Length => source.Length;

    public int Read(long offset, Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        int count = source.Read(offset, buffer);
        read(count);
        return count;
    }

    public void Dispose() => source.Dispose();
}
