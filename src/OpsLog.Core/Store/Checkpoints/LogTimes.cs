using System.Text;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store.Checkpoints;

/// <summary>The times of the first and the last operation of a log, read at its two ends and not by a scan.</summary>
internal static class LogTimes
{
    private const int PieceLength = 64 * 1024;

    /// <summary>The times, each null where the operation there can't be read; null if the log is missing.</summary>
    public static (DateTime? First, DateTime? Last)? TryRead(IStorageBackend backend, string log)
    {
        using IObjectReader? source = StoreFiles.TryOpen(backend, log);
        if (source is null)
        {
            return null;
        }

        byte[] piece = new byte[(int)Math.Min(PieceLength, source.Length)];
        ReadOnlySpan<byte> head = piece.AsSpan(0, source.Read(0, piece));
        DateTime? first = head.IndexOf((byte)'\n') is > 0 and var end ? TimeOf(head[..end]) : null;
        ReadOnlySpan<byte> tail = piece.AsSpan(0, source.Read(source.Length - piece.Length, piece));
        return (first, LastTime(tail, beginsWithLine: piece.Length == source.Length));
    }

    /// <summary>The time of the last whole line. An empty line ends a superseded log, and a torn one is no operation.</summary>
    private static DateTime? LastTime(ReadOnlySpan<byte> tail, bool beginsWithLine)
    {
        while (tail.LastIndexOf((byte)'\n') is >= 0 and var end)
        {
            tail = tail[..end];
            int start = tail.LastIndexOf((byte)'\n') + 1;
            if (start < tail.Length)
            {
                return start > 0 || beginsWithLine ? TimeOf(tail[start..]) : null;
            }
        }

        return null;
    }

    private static DateTime? TimeOf(ReadOnlySpan<byte> line) =>
        OperationCodec.TryRead(line, out OperationView operation, out _, out _)
        && Timestamp.TryParse(Encoding.UTF8.GetString(operation.Timestamp), out DateTime utc)
            ? utc
            : null;
}
