using OpsLog.Core.Storage;

namespace OpsLog.Core.Log;

/// <summary>
/// Consecutive zero bytes at the end of a log. A power cut leaves them if the file had grown and the data had not
/// reached the disk, whatever was acknowledged in the meantime. A write that is only incomplete contains none.
/// </summary>
internal static class ZeroBytes
{
    private const int PieceLength = 64 * 1024;

    /// <summary>Whether there are two consecutive zero bytes anywhere after <paramref name="offset"/>.</summary>
    public static bool AreBehind(IObjectReader source, long offset)
    {
        byte[] piece = new byte[PieceLength];
        int kept = 0;
        while (source.Read(offset, piece.AsSpan(kept)) is > 0 and var read)
        {
            if (piece.AsSpan(0, kept + read).IndexOf("\0\0"u8) >= 0)
            {
                return true;
            }

            piece[0] = piece[kept + read - 1];
            kept = 1;
            offset += read;
        }

        return false;
    }
}
