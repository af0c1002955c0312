using OpsLog.Core.Errors;
using OpsLog.Core.Store.Blobs;

namespace OpsLog.Core.Store;

/// <content>
/// Blobs: files beside the records. They are not part of the log, so they have no history, no undo and no batch. A store with
/// agents has the same blobs for all of them, and the last write of a blob wins.
/// </content>
public sealed partial class OpsLogStore
{
    private BlobFolder ReadableBlobs
    {
        get
        {
            _context.Condition.ThrowIfClosed();
            return _blobs;
        }
    }

    private BlobFolder WritableBlobs
    {
        get
        {
            _ = _role.Writer;
            ThrowIfNotWritable();
            return _blobs;
        }
    }

    /// <summary>The blobs, in ordinal order of name.</summary>
    /// <exception cref="StorageException">The folder of the blobs can't be listed.</exception>
    public IReadOnlyList<BlobInfo> GetBlobs() => ReadableBlobs.List();

    /// <summary>A blob; null if there is none of that name.</summary>
    /// <exception cref="InvalidNameException">It can't be the name of a blob.</exception>
    public BlobInfo? FindBlob(string name) => ReadableBlobs.Find(name);

    /// <summary>
    /// Opens a blob for reading, at any position. The stream reads the content that the blob has now, also if it is replaced or
    /// removed meanwhile.
    /// </summary>
    /// <exception cref="BlobNotFoundException">There is no blob of that name.</exception>
    /// <exception cref="InvalidNameException">It can't be the name of a blob.</exception>
    public Stream OpenBlob(string name) => ReadableBlobs.Open(name);

    /// <summary>Copies a blob, or a part of it, to a stream.</summary>
    /// <param name="name">The name of the blob.</param>
    /// <param name="destination">The stream.</param>
    /// <param name="offset">Where the part begins, in bytes.</param>
    /// <param name="length">The number of bytes; by default all to the end. There are fewer if the blob ends before.</param>
    /// <param name="cancellation">Ends the copying.</param>
    /// <returns>The number of bytes that were copied.</returns>
    /// <exception cref="BlobNotFoundException">There is no blob of that name.</exception>
    /// <exception cref="InvalidNameException">It can't be the name of a blob.</exception>
    public long ReadBlob(string name, Stream destination, long offset = 0, long length = long.MaxValue, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return ReadableBlobs.Read(name, destination, offset, length, cancellation);
    }

    /// <summary>
    /// Creates or replaces a blob, completely or not at all: until the whole content is on the disk, and if anything fails, the
    /// blob is as it was. On return the blob survives a power cut, in every write mode and with any durability.
    /// </summary>
    /// <param name="name">The name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>. Any existing name can be replaced.</param>
    /// <param name="content">The content, from its position to its end. It can be larger than memory.</param>
    /// <param name="cancellation">Ends the copying; the blob is then as it was.</param>
    /// <exception cref="InvalidNameException">The name is new and not a file name on every system, or is one file with another blob.</exception>
    /// <exception cref="StorageException">The blob could not be written. The store takes further writes.</exception>
    public BlobInfo WriteBlob(string name, Stream content, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return WritableBlobs.Write(name, content, ThrowIfNotWritable, cancellation);
    }

    /// <summary>Refuses what <see cref="WriteBlob"/> would refuse because of the name. Changes nothing.</summary>
    /// <exception cref="InvalidNameException">The name is new and not a file name on every system, or is one file with another blob.</exception>
    public void CheckBlobName(string name) => ReadableBlobs.CheckName(name);

    /// <summary>Removes a blob, durably.</summary>
    /// <exception cref="BlobNotFoundException">There is no blob of that name.</exception>
    /// <exception cref="InvalidNameException">It can't be the name of a blob.</exception>
    /// <exception cref="StorageException">It can't be removed; on Windows, because another program has the file open.</exception>
    public void RemoveBlob(string name) => WritableBlobs.Remove(name);

    private void ThrowIfNotWritable()
    {
        _context.Condition.ThrowIfClosed();
        _context.Condition.ThrowIfFailed();
    }
}
