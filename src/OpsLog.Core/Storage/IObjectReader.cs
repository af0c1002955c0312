namespace OpsLog.Core.Storage;

/// <summary>Reads ranges of one object.</summary>
public interface IObjectReader : IDisposable
{
    /// <summary>The current length in bytes. The length of a log increases with each append.</summary>
    long Length { get; }

    /// <summary>
    /// Reads at <paramref name="offset"/> until <paramref name="buffer"/> is full or the object ends. Returns the number of
    /// bytes, which is less than requested only at the end of the object.
    /// </summary>
    int Read(long offset, Span<byte> buffer);
}
