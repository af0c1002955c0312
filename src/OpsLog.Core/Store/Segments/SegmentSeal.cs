using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Segments;

/// <summary>Verifies the checksum of an archive segment by reading it once, however large it is.</summary>
internal static class SegmentSeal
{
    private const int LargestPiece = 1024 * 1024;

    public static Checksum Verify(IObjectReader source)
    {
        int tailLength = Seal.Length + 1;
        byte[] tail = new byte[tailLength];
        byte[] head = new byte[SealedDocument.Opening.Length];
        if (source.Length < tailLength + head.Length)
        {
            return Checksum.Absent;
        }

        source.Read(0, head);
        source.Read(source.Length - tailLength, tail);
        bool isOurs = head.AsSpan().SequenceEqual(SealedDocument.Opening) || (Seal.MayBeSeal(tail) && tail[^1] == '\n');
        return !isOurs ? Checksum.Absent
            : tail[^1] == '\n' && Seal.IsSealFor(tail.AsSpan(0, Seal.Length), CrcOfFirst(source, source.Length - tailLength)) ? Checksum.Valid
            : Checksum.Wrong;
    }

    private static uint CrcOfFirst(IObjectReader source, long length)
    {
        byte[] buffer = new byte[(int)Math.Min(length, LargestPiece)];
        uint crc = 0;
        for (long offset = 0; offset < length;)
        {
            int read = source.Read(offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - offset)));
            if (read == 0)
            {
                break;
            }

            crc = Crc32C.Append(crc, buffer.AsSpan(0, read));
            offset += read;
        }

        return crc;
    }
}
