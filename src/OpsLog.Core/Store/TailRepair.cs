using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store;

/// <summary>Puts the torn end of a log aside: bytes of a write that was never acknowledged.</summary>
internal static class TailRepair
{
    private const int PieceLength = 1024 * 1024;

    /// <summary>Moves the bytes behind the last whole step to a file of their own, then cuts the log; tells so.</summary>
    public static StoreWarning Run(IStorageBackend backend, string log, long wholeLength)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        int attempt = 0;
        while (backend.Find(StoreLayout.TornTail(log, now, attempt)) is not null)
        {
            attempt++;
        }

        string torn = StoreLayout.TornTail(log, now, attempt);
        long length = Copy(backend, log, wholeLength, torn);
        using (IAppendLog target = backend.OpenAppend(log))
        {
            target.Truncate(wholeLength);
        }

        string path = StoreFiles.PathOf(backend, log);
        return new StoreWarning(
            StoreWarningKind.TornTail,
            $"The last write to '{path}' was cut short, so it was never acknowledged. Its {length} bytes from byte {wholeLength} on were moved to '{StoreFiles.PathOf(backend, torn)}'.",
            path,
            0,
            wholeLength);
    }

    private static long Copy(IStorageBackend backend, string log, long from, string torn)
    {
        using IObjectReader source = backend.OpenRead(log);
        using IObjectWriter target = backend.CreateObject(torn);
        byte[] piece = new byte[PieceLength];
        long copied = 0;
        while (source.Read(from + copied, piece) is > 0 and var read)
        {
            target.Write(piece.AsSpan(0, read));
            copied += read;
        }

        target.Complete();
        return copied;
    }
}
