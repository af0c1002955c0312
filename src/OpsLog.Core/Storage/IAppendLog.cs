namespace OpsLog.Core.Storage;

/// <summary>
/// A log that is appended to. An object store can neither append nor truncate, so its backend stores a log as numbered
/// parts and presents them as one object. Such a backend returns false from <see cref="CanTruncate"/>.
/// </summary>
public interface IAppendLog : IDisposable
{
    /// <summary>The length in bytes: the length at opening and all later appends.</summary>
    long Length { get; }

    /// <summary>Whether <see cref="Truncate"/> is available. If it is not, a failed append never leaves a part of its bytes.</summary>
    bool CanTruncate { get; }

    /// <summary>
    /// Adds bytes at <see cref="Length"/>. On return they survive the end of this process. Fails if the log no longer ends
    /// there, because another process has written to it. The bytes of that process are not changed.
    /// </summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>On return, all appended bytes survive a power cut.</summary>
    void Flush();

    /// <summary>Cuts the log to <paramref name="length"/> bytes, durably. Fails under the same condition as <see cref="Append"/>.</summary>
    void Truncate(long length);

    /// <summary>
    /// Fails if the log's name no longer refers to this log, because it was deleted, moved or replaced while it was open.
    /// <see cref="Flush"/> then also fails, because the bytes that it wrote can't be found again. <see cref="Append"/> fails
    /// too, but may check this only at intervals. A backend in which this can't happen need not implement the method.
    /// </summary>
    /// <exception cref="Errors.StorageException">The appended bytes are lost.</exception>
    void ThrowIfLost()
    {
    }
}
