using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// A file being written beside the one it is to become. Its content is durable before it gets the name, so that name
/// never stands for half a file. Disposing it before <see cref="MoveTo"/> deletes it.
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

    /// <summary>Gives the file its name, in place of whatever has it. The name is durable once its directory is flushed.</summary>
    public void MoveTo(string target)
    {
        _handle.Dispose();
        FileRename.Run(_path, target);
        _moved = true;
    }

    /// <summary>Gives the file its name if that is free; false if something has it. Durable as with <see cref="MoveTo"/>.</summary>
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
            // Left to the next opening (StaleTemporaries); the failure that led here is the one to tell.
        }
    }
}
