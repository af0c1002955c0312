namespace OpsLog.Core.Storage;

/// <summary>
/// A log that is appended to. An object store, which can neither append nor truncate, keeps a log as numbered parts
/// and shows them as one object; hence <see cref="CanTruncate"/>.
/// </summary>
public interface IAppendLog : IDisposable
{
    /// <summary>The length in bytes, as it was opened and with all appends since.</summary>
    long Length { get; }

    /// <summary>Whether <see cref="Truncate"/> is to be had. Where it is not, a part is never left by an append.</summary>
    bool CanTruncate { get; }

    /// <summary>
    /// Adds bytes at <see cref="Length"/>; on return they survive the end of this process. Fails where the log no longer
    /// ends there: another process has taken it over, and what it wrote stays as it is.
    /// </summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>On return everything appended survives a power cut.</summary>
    void Flush();

    /// <summary>Cuts the log to <paramref name="length"/> bytes, durably. Fails where an append would.</summary>
    void Truncate(long length);

    /// <summary>
    /// Fails where the log's name does not lead to this log any more: it was deleted, moved or replaced while it was open.
    /// <see cref="Flush"/> fails then as well, because what it wrote can't be found again. <see cref="Append"/> fails too,
    /// but may look only now and then. A place in which that can't happen has nothing to do here.
    /// </summary>
    /// <exception cref="Errors.StorageException">What was appended is lost.</exception>
    void ThrowIfLost()
    {
    }
}
