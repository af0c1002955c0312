using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.State;

/// <summary>Writes a view as a snapshot.</summary>
internal static class SnapshotWriter
{
    private const int FlushAt = 1024 * 1024;

    /// <summary>Writes all lines to <paramref name="target"/>, which the caller completes, and returns their seal.</summary>
    public static SnapshotSeal Write(IObjectWriter target, SnapshotHeader header, RecordView view)
    {
        using ByteBuffer buffer = new(FlushAt + (64 * 1024));
        long length = 0;
        uint crc = 0;
        SnapshotCodec.WriteHeader(buffer, header);
        foreach (RecordRef record in view)
        {
            SnapshotCodec.WriteRecord(buffer, record.Id, record.Value);
            if (buffer.Length >= FlushAt)
            {
                Drain();
            }
        }

        Drain();
        return new SnapshotSeal(length, crc);

        void Drain()
        {
            target.Write(buffer.Span);
            crc = Crc32C.Append(crc, buffer.Span);
            length += buffer.Length;
            buffer.Clear();
        }
    }
}
