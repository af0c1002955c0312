using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// A file that is written under a temporary name in the folder of its target. Its content is durable before it gets its
/// name, so an incomplete file never has that name. Disposing of it before <see cref="MoveTo"/> deletes it.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private long _length;
    private bool _moved;

    public TemporaryFile(string target)
    {
        _path = FileLayout.NewTemporary(target);
        _handle = Permissions.Create(_path);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, _length);
        _length += bytes.Length;
    }

    public void Flush() => DiskFlush.File(_handle);

    /// <summary>Gives the file its name and replaces an existing file. The name is durable after its directory is flushed.</summary>
    public void MoveTo(string target)
    {
        _handle.Dispose();
        FileRename.Run(_path, target);
        _moved = true;
    }

    /// <summary>Gives the file its name; false if the name exists. Durable as with <see cref="MoveTo"/>.</summary>
    public bool TryMoveToNew(string target)
    {
        _handle.Dispose();
        _moved = ExclusiveName.TryMove(_path, target);
        return _moved;
    }

    public void Dispose()
    {
        _handle.Dispose();
        if (_moved)
        {
            return;
        }

        try
        {
            FileDelete.Run(_path);
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            // The next opening deletes it (StaleTemporaries). The first failure is the one that is reported.
        }
    }
}
