using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Identifies an archive segment without reading it completely: its beginning contains the time when it was written,
/// and its end contains the checksum of all of it.
/// </summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Crc">The CRC-32C of its first and last bytes.</param>
internal readonly record struct ObjectMark(long Length, uint Crc)
{
    private const int HeadLength = 512;
    private const int TailLength = 64;

    /// <summary>The current mark of an object; null if it does not exist.</summary>
    public static ObjectMark? Of(IStorageBackend backend, string name)
    {
        try
        {
            using IObjectReader reader = backend.OpenRead(name);
            long length = reader.Length;
            byte[] ends = new byte[HeadLength + TailLength];
            int read = reader.Read(0, ends.AsSpan(0, HeadLength));
            read += reader.Read(Math.Max(0, length - TailLength), ends.AsSpan(read, TailLength));
            return new ObjectMark(length, Crc32C.Compute(ends.AsSpan(0, read)));
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }
}
