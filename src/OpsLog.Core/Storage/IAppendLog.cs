namespace OpsLog.Core.Storage;

/// <summary>
/// A log that is appended to. An object store, which can neither append nor truncate, keeps a log as numbered parts
/// and shows them as one object; hence <see cref="CanTruncate"/>.
/// </summary>
public interface IAppendLog : IDisposable
{
    /// <summary>The length in bytes, all appends that returned included.</summary>
    long Length { get; }

    /// <summary>Whether <see cref="Truncate"/> is to be had. Where it is not, a part is never left by an append.</summary>
    bool CanTruncate { get; }

    /// <summary>Adds bytes at the end; on return they survive the end of this process.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>On return everything appended survives a power cut.</summary>
    void Flush();

    /// <summary>Cuts the log to <paramref name="length"/> bytes, durably.</summary>
    void Truncate(long length);
}
