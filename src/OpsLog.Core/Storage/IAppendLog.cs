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
    /// there, because another process has written to it. The bytes of that process are not changed. If they can't be,
    /// because the system itself appends, this may be checked only at intervals of 10 ms. The bytes are then added behind
    /// those of the other process, and the next <see cref="Flush"/>, <see cref="Truncate"/> or <see cref="ThrowIfLost"/>
    /// fails, or an earlier append.
    /// </summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// On return, all appended bytes survive a power cut. Fails if another process wrote to the log before an append of
    /// this one that did not check it.
    /// </summary>
    void Flush();

    /// <summary>Cuts the log to <paramref name="length"/> bytes, durably. Fails under the same condition as <see cref="Append"/>.</summary>
    void Truncate(long length);

    /// <summary>
    /// Fails if another process wrote to the log, as <see cref="Flush"/> does. Also fails if the log's name no longer refers
    /// to this log, because it was deleted, moved or replaced while it was open. <see cref="Flush"/> then also fails, because
    /// the bytes that it wrote can't be found again. <see cref="Append"/> fails too, but may check this only at intervals. A
    /// backend in which neither can be passed over by an append need not implement the method.
    /// </summary>
    /// <exception cref="Errors.StorageException">The appended bytes are lost.</exception>
    void ThrowIfLost()
    {
    }
}
