using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// An open file and the name it was opened by. On Unix others can delete, move or replace the file, or a folder above it,
/// while it is open; what is written to it then is lost when it is closed. On Windows its share mode and the open file
/// itself prevent that.
/// </summary>
internal sealed class NamedFile(string path, SafeFileHandle file)
{
    // A look costs as much as a small append. One in so many milliseconds is enough where nothing is promised of the disk.
    private const int LookEveryMs = 10;

    private readonly FileStatus? _opened = FileStatus.Of(file);
    private long _lookedAt = long.MinValue;

    /// <summary>The same as <see cref="ThrowIfLost"/>, but looks only where the last look was 10 ms ago or more.</summary>
    /// <exception cref="IOException">The name does not lead to the open file any more.</exception>
    public void ThrowIfLostByNow()
    {
        if (_lookedAt == long.MinValue || Environment.TickCount64 - _lookedAt >= LookEveryMs)
        {
            ThrowIfLost();
        }
    }

    /// <exception cref="IOException">The name does not lead to the open file any more.</exception>
    public void ThrowIfLost()
    {
        if (_opened is not { } opened)
        {
            return;
        }

        _lookedAt = Environment.TickCount64;

        // An error of another kind, such as a refused permission, does not mean that the file is gone.
        if (FileStatus.At(path, out int error) is { } now ? !now.IsSameFile(opened) : Libc.IsGone(error))
        {
            string what = error == 0 ? "It was replaced by another file" : "It, or a folder above it, was deleted or moved";
            throw new IOException($"{what} while the store was open, so writes to it would be lost.");
        }
    }
}
