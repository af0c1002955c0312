using OpsLog.Core.Log;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Files;

/// <summary>Puts the torn end of a log aside: bytes of a write that was never acknowledged.</summary>
internal static class TailRepair
{
    private const int PieceLength = 1024 * 1024;

    /// <summary>Moves the bytes behind the last whole step to a file of their own, cuts the log, and returns a warning.</summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="log">The log.</param>
    /// <param name="wholeLength">Where its last whole step ends, in bytes.</param>
    /// <param name="wasAcknowledged">Whether it is known that these bytes were acknowledged.</param>
    public static StoreWarning Run(IStorageBackend backend, string log, long wholeLength, bool wasAcknowledged)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        int attempt = 0;
        while (backend.Find(StoreLayout.TornTail(log, now, attempt)) is not null)
        {
            attempt++;
        }

        string torn = StoreLayout.TornTail(log, now, attempt);
        (long length, bool hasZeros) = Copy(backend, log, wholeLength, torn);
        using (IAppendLog target = backend.OpenAppend(log))
        {
            target.Truncate(wholeLength);
        }

        string path = StoreFiles.PathOf(backend, log);
        return new StoreWarning(
            StoreWarningKind.TornTail,
            $"{Cause(path, wholeLength, hasZeros, wasAcknowledged)} The {Counted.Of(length, "byte")} from byte {wholeLength} on {(length == 1 ? "was" : "were")} moved to '{StoreFiles.PathOf(backend, torn)}'.{(wasAcknowledged ? " Restore the store from a backup." : "")}",
            path,
            0,
            wholeLength);
    }

    private static string Cause(string path, long offset, bool hasZeros, bool wasAcknowledged) =>
        wasAcknowledged ? $"The end of the log '{path}' can't be read, although it was acknowledged."
        : hasZeros ? OfZeros(path, offset)
        : $"The last write to the log '{path}' is incomplete. It was never acknowledged, so no action is required.";

    private static string OfZeros(string path, long offset) =>
        $"The end of the log '{path}' from byte {offset} on contains zero bytes in place of writes that were not flushed to the disk when the power failed. "
        + "With durability Disk these writes were not acknowledged. With durability OperatingSystem acknowledged writes may be lost.";

    private static (long Length, bool HasZeros) Copy(IStorageBackend backend, string log, long from, string torn)
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
        return (copied, ZeroBytes.AreBehind(source, from));
    }
}
