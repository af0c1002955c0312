using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Support;

/// <summary>An object in an array, which on request comes a few bytes at a time.</summary>
internal sealed class BytesReader(byte[] bytes, int most = int.MaxValue) : IObjectReader
{
    public long Length => bytes.Length;

    /// <summary>How many bytes were read so far.</summary>
    public long BytesRead { get; private set; }

    public int Read(long offset, Span<byte> buffer)
    {
        int count = (int)Math.Clamp(bytes.Length - offset, 0, Math.Min(buffer.Length, most));
        bytes.AsSpan((int)Math.Min(offset, bytes.Length), count).CopyTo(buffer);
        BytesRead += count;
        return count;
    }

    public void Dispose()
    {
    }
}
