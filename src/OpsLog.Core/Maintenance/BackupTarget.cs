using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>Where a backup goes: writes files and knows what it wrote, so that it can all be checked or removed.</summary>
internal sealed class BackupTarget(IStorageBackend destination, IProgress<BackupProgress>? progress, CancellationToken cancellation)
{
    private const int PieceLength = 1024 * 1024;

    private readonly Dictionary<string, CopiedFile> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly byte[] _piece = new byte[PieceLength];
    private long _copied;

    public IStorageBackend Backend => destination;

    /// <summary>The files that are complete, with what was read from the store for them.</summary>
    public IReadOnlyCollection<CopiedFile> Files => _files.Values;

    /// <summary>Bytes there are to copy, for those who wait.</summary>
    public long Total { get; set; }

    /// <summary>Copies an object from its beginning to where it ends now; one of the same name is replaced.</summary>
    public void Copy(string name, IObjectReader source)
    {
        _files.Remove(name);
        using IObjectWriter writer = destination.CreateObject(name, replace: _begun.Contains(name));
        uint crc = 0;
        long length = 0;
        while (source.Read(length, _piece) is > 0 and int read)
        {
            writer.Write(_piece.AsSpan(0, read));
            crc = Crc32C.Append(crc, _piece.AsSpan(0, read));
            length += read;
            Report(name, read);
        }

        // Whether a completion that fails took effect nobody knows, but for one that found the name taken.
        bool isNew = _begun.Add(name);
        try
        {
            writer.Complete();
        }
        catch (PutConflictException) when (isNew)
        {
            _begun.Remove(name);
            throw;
        }

        _files[name] = new CopiedFile(name, length, crc);
    }

    /// <summary>Writes a whole small object.</summary>
    public void Put(string name, byte[] content)
    {
        cancellation.ThrowIfCancellationRequested();
        _begun.Add(name);
        destination.Put(name, content, PutCondition.IfAbsent);
        _files[name] = new CopiedFile(name, content.Length, Crc32C.Compute(content));
    }

    /// <summary>Says that a file is written piece by piece from now on.</summary>
    public void Begin(string name) => _begun.Add(name);

    /// <summary>Says that a file written piece by piece is complete.</summary>
    public void Complete(CopiedFile file) => _files[file.Name] = file;

    /// <summary>Tells how far it is, and stops where that is asked for.</summary>
    public void Report(string file, int bytes)
    {
        cancellation.ThrowIfCancellationRequested();
        _copied += bytes;
        progress?.Report(new BackupProgress(file, false, _copied, Math.Max(_copied, Total)));
    }

    /// <summary>Removes what was written for a state of the store that it left before the copy was whole.</summary>
    public void RemoveAllBut(IReadOnlySet<string> wanted)
    {
        foreach (string name in _begun.Where(name => !wanted.Contains(name)).ToList())
        {
            destination.Delete(name);
            _files.Remove(name);
            _begun.Remove(name);
        }
    }

    /// <summary>
    /// Removes everything that was written, the manifest first, without which nothing passes for a store, and the mark of
    /// an unfinished backup last.
    /// </summary>
    public void RemoveAll()
    {
        foreach (string name in _begun.OrderBy(name => name != StoreLayout.Manifest).Append(StoreLayout.UnfinishedBackup).ToList())
        {
            if (!destination.Delete(name))
            {
                throw new StorageException("delete", $"{destination.Location}/{name}", new IOException("The file is in use."));
            }
        }
    }
}
