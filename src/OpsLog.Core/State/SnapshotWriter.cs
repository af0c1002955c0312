using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.State;

/// <summary>Writes a view as a snapshot.</summary>
internal static class SnapshotWriter
{
    private const int FlushAt = 1024 * 1024;

    /// <summary>
    /// Writes all lines to <paramref name="target"/>, which the caller completes, and returns their seal. With
    /// <paramref name="agents"/>, the stamps of the records are written too. <paramref name="written"/> receives the number
    /// of records written so far, once for each megabyte. <paramref name="index"/> receives all lines.
    /// </summary>
    public static SnapshotSeal Write(
        IObjectWriter target, SnapshotHeader header, RecordView view, AgentNames? agents = null, Action<long>? written = null, SnapshotIndexBuilder? index = null)
    {
        using ByteBuffer buffer = new(FlushAt + (64 * 1024));
        long length = 0;
        uint crc = 0;
        SnapshotHeaderCodec.Write(buffer, header);
        index?.SkipHeader(buffer.Length);
        long records = 0;
        int cursor = -1;
        while (view.TryAdvance(ref cursor))
        {
            RecordRef record = view.At(cursor);
            ReadOnlySpan<byte> agent = default;
            int start = buffer.Length;
            SnapshotCodec.WriteRecord(buffer, record.Id, record.Value);
            if (agents is not null && view.StampAt(cursor) is { } stamp)
            {
                agent = agents[stamp.Agent];
                SnapshotCodec.AddStamp(buffer, stamp.Clock, agent, stamp.Rank);
            }

            index?.Add(buffer.Span[start..], record.Id, record.Value.Length, agent);
            records++;
            if (buffer.Length >= FlushAt)
            {
                Drain();
                written?.Invoke(records);
            }
        }

        Drain();
        return new SnapshotSeal(length, crc);

        void Drain()
        {
            target.Write(buffer.Span);
            crc = Crc32C.Append(crc, buffer.Span);
            index?.Sum(buffer.Span);
            length += buffer.Length;
            buffer.Clear();
        }
    }
}
