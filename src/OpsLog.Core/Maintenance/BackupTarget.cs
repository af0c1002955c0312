using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// The destination of a backup: writes files and records what it wrote, so that everything can be checked or removed.
/// </summary>
internal sealed class BackupTarget(IStorageBackend destination, IProgress<BackupProgress>? progress, CancellationToken cancellation)
{
    private const int PieceLength = 1024 * 1024;

    private readonly Dictionary<string, CopiedFile> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly byte[] _piece = new byte[PieceLength];
    private long _copied;

    public IStorageBackend Backend => destination;

    /// <summary>The complete files, with what was read from the store for them.</summary>
    public IReadOnlyCollection<CopiedFile> Files => _files.Values;

    /// <summary>The total bytes to copy, for progress reports.</summary>
    public long Total { get; set; }

    /// <summary>Copies an object from its beginning to its current end; replaces a file with the same name.</summary>
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

        // It is not known whether a failed completion took effect, unless the name was taken.
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

    /// <summary>Writes a small object as a whole.</summary>
    public void Put(string name, byte[] content)
    {
        cancellation.ThrowIfCancellationRequested();
        _begun.Add(name);
        destination.Put(name, content, PutCondition.IfAbsent);
        _files[name] = new CopiedFile(name, content.Length, Crc32C.Compute(content));
    }

    /// <summary>Records that a file will be written piece by piece.</summary>
    public void Begin(string name) => _begun.Add(name);

    /// <summary>Records that a file that was written piece by piece is complete.</summary>
    public void Complete(CopiedFile file) => _files[file.Name] = file;

    /// <summary>Reports the progress, and stops if this is requested.</summary>
    public void Report(string file, int bytes)
    {
        cancellation.ThrowIfCancellationRequested();
        _copied += bytes;
        progress?.Report(new BackupProgress(file, false, _copied, Math.Max(_copied, Total)));
    }

    /// <summary>Removes what was written for a state of the store that changed before the copy was complete.</summary>
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
    /// Removes everything that was written: the manifest first, because without it the folder can't be opened as a
    /// store, and the marker of an unfinished backup last.
    /// </summary>
    public void RemoveAll()
    {
        foreach (string name in _begun.OrderBy(name => name != StoreLayout.Manifest).Append(StoreLayout.UnfinishedBackup).ToList())
        {
            if (!destination.Delete(name))
            {
                throw new StorageException("delete", StoreFiles.PathOf(destination, name), new IOException("The file is in use."));
            }
        }
    }
}
