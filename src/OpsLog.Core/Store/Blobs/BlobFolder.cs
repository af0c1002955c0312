using System.Buffers;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store.Blobs;

/// <summary>
/// The files beside the records. They are no part of the log or of any step: each write is visible at once, completely or not
/// at all, and the last one wins, whichever process made it.
/// </summary>
internal sealed class BlobFolder(IStorageBackend backend)
{
    private const int PieceLength = 128 * 1024;

    private readonly BlobNames _names = new(backend);

    /// <summary>The blobs, in ordinal order of name.</summary>
    public IReadOnlyList<BlobInfo> List() =>
        [.. backend.List(StoreLayout.BlobFolder).Select(Describe).OfType<BlobInfo>()];

    /// <summary>A blob; null if there is none of that name.</summary>
    public BlobInfo? Find(string name)
    {
        string file = BlobName.FileOf(name);
        try
        {
            return backend.Find(file) is { } stored ? Describe(stored) : null;
        }
        catch (StorageException) when (IsFolder(file))
        {
            return null;
        }
    }

    /// <summary>Opens a blob. The stream reads the same content also if the blob is replaced or removed meanwhile.</summary>
    /// <exception cref="BlobNotFoundException">There is none.</exception>
    public Stream Open(string name)
    {
        string file = BlobName.FileOf(name);
        try
        {
            return new ObjectStream(backend.OpenRead(file));
        }
        catch (StorageException e) when (e is ObjectNotFoundException || IsFolder(file))
        {
            throw NotFound(name);
        }
    }

    /// <summary>Copies a part of a blob, and returns how many bytes that were.</summary>
    public long Read(string name, Stream destination, long offset, long length, CancellationToken cancellation)
    {
        using Stream source = Open(name);
        source.Position = offset;
        long copied = 0;
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            while (copied < length && source.Read(piece, 0, (int)Math.Min(piece.Length, length - copied)) is > 0 and int read)
            {
                cancellation.ThrowIfCancellationRequested();
                destination.Write(piece, 0, read);
                copied += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        return copied;
    }

    /// <summary>Refuses a name that can't be written.</summary>
    /// <exception cref="InvalidNameException">It is new, and not a file name on every system or one file with an existing blob.</exception>
    public void CheckName(string name) => BlobName.CheckWritten(name, _names.Alike(name));

    /// <summary>Writes a blob.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">The content, from its position to its end.</param>
    /// <param name="confirm">Called when the content was read, before the blob gets its name; throws to give it up.</param>
    /// <param name="cancellation">Gives it up.</param>
    public BlobInfo Write(string name, Stream content, Action confirm, CancellationToken cancellation)
    {
        CheckName(name);
        string file = BlobName.FileOf(name);
        using IObjectWriter writer = backend.CreateObject(file, replace: true);
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        long length = 0;
        try
        {
            while (content.Read(piece, 0, piece.Length) is > 0 and int read)
            {
                cancellation.ThrowIfCancellationRequested();
                writer.Write(piece.AsSpan(0, read));
                length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        confirm();
        cancellation.ThrowIfCancellationRequested();
        writer.Complete();
        _names.Add(name);

        // Another process may have removed it already.
        return Describe(backend.Find(file) ?? new StoredObject(file, length, DateTime.UtcNow))!;
    }

    /// <summary>Removes a blob.</summary>
    /// <exception cref="BlobNotFoundException">There is none.</exception>
    /// <exception cref="StorageException">It can't be removed.</exception>
    public void Remove(string name)
    {
        string file = BlobName.FileOf(name);
        if (Find(name) is null)
        {
            throw NotFound(name);
        }

        if (!backend.Delete(file))
        {
            throw new StorageException("delete", StoreFiles.PathOf(backend, file), new IOException("Another program has the file open. Try again when it is closed."));
        }
    }

    private BlobInfo? Describe(StoredObject stored) => BlobName.Parse(stored.Name) is { } name
        ? new BlobInfo(name, stored.Name, StoreFiles.PathOf(backend, stored.Name), stored.Length, stored.Modified)
        : null;

    /// <summary>The npm package creates folders. On a file system, opening one is an error of its own.</summary>
    private bool IsFolder(string file) => backend.List(file + "/").Count > 0;

    private BlobNotFoundException NotFound(string name) => new(backend.Location, name);
}
