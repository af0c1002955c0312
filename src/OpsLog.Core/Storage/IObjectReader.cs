namespace OpsLog.Core.Storage;

/// <summary>Ranged reads of one object.</summary>
public interface IObjectReader : IDisposable
{
    /// <summary>The present length in bytes; of a log it grows as it is appended to.</summary>
    long Length { get; }

    /// <summary>
    /// Reads at <paramref name="offset"/> until <paramref name="buffer"/> is full or the object ends.
    /// Returns the bytes read; less than asked only at the end.
    /// </summary>
    int Read(long offset, Span<byte> buffer);
}
