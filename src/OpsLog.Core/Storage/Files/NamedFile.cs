using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// An open file and the name that it was opened by. On Unix, other programs can delete, move or replace the file, or a
/// folder above it, while it is open. Bytes that are written to it after that are lost when it is closed. On Windows, its
/// share mode and the open file itself prevent that.
/// </summary>
internal sealed class NamedFile(string path, SafeFileHandle file)
{
    private readonly FileStatus? _opened = FileStatus.Of(file);

    /// <exception cref="IOException">The name no longer refers to the open file.</exception>
    public void ThrowIfLost()
    {
        if (_opened is not { } opened)
        {
            return;
        }

        // Another error, such as denied access, does not mean that the file is gone.
        if (FileStatus.At(path, out int error) is { } now ? !now.IsSameFile(opened) : Libc.IsGone(error))
        {
            string what = error == 0 ? "It was replaced by another file" : "It, or a folder above it, was deleted or moved";
            throw new IOException($"{what} while the store was open, so writes to it would be lost.");
        }
    }
}
