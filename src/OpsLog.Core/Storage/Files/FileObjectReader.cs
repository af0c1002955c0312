using Microsoft.Win32.SafeHandles;
using OpsLog.Core.Errors;

namespace OpsLog.Core.Storage.Files;

/// <summary>Reads ranges of a file that other processes may append to, replace or delete at the same time.</summary>
internal sealed class FileObjectReader : IObjectReader
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;

    private FileObjectReader(string path, SafeFileHandle handle)
    {
        _path = path;
        _handle = handle;
    }

    public long Length
    {
        get
        {
            try
            {
                return RandomAccess.GetLength(_handle);
            }
            catch (Exception e) when (IoFailure.Is(e))
            {
                throw StorageFailure.Reading(_path, e);
            }
        }
    }

    public DateTime Modified
    {
        get
        {
            try
            {
                return File.GetLastWriteTimeUtc(_handle);
            }
            catch (Exception e) when (IoFailure.Is(e))
            {
                throw StorageFailure.Reading(_path, e);
            }
        }
    }

    public static FileObjectReader Open(string path)
    {
        try
        {
            SpecialFile.Refuse(path);
            return new(path, WindowsRetry.Run(WindowsRetry.Reading, () =>
                File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)));
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Reading(path, e);
        }
    }

    /// <summary>Whether the file exists and can be read. Fails if it exists and can't be read.</summary>
    /// <exception cref="StorageException">The file can't be read.</exception>
    public static bool Exists(string path)
    {
        try
        {
            using FileObjectReader reader = Open(path);
            return true;
        }
        catch (ObjectNotFoundException)
        {
            return false;
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        try
        {
            int total = 0;
            while (total < buffer.Length)
            {
                int read = RandomAccess.Read(_handle, buffer[total..], offset + total);
                if (read == 0)
                {
                    break;
                }

                total += read;
            }

            return total;
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Reading(_path, e);
        }
    }

    public byte[] ReadWhole()
    {
        long length = Length;
        if (length > Array.MaxLength)
        {
            throw StorageFailure.Reading(_path, new IOException($"It has {length} bytes, which is too large to read into memory. Restore the file from a backup of the store."));
        }

        byte[] content = new byte[length];
        int read = Read(0, content);
        return read == content.Length ? content : content[..read];
    }

    public void Dispose() => _handle.Dispose();
}
