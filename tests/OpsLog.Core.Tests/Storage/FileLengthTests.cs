using Microsoft.Win32.SafeHandles;
using OpsLog.Core.Storage.Files;

namespace OpsLog.Core.Tests.Storage;

public sealed class FileLengthTests
{
    [Fact]
    public void It_is_the_length_whoever_changed_it()
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "log");
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        using SafeFileHandle other = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.Equal(0, FileLength.Of(file));
        RandomAccess.Write(file, "12345"u8, 0);
        Assert.Equal(5, FileLength.Of(file));
        RandomAccess.Write(other, "6"u8, 5);
        Assert.Equal(6, FileLength.Of(file));
        RandomAccess.SetLength(other, 1);
        Assert.Equal(1, FileLength.Of(file));
        RandomAccess.SetLength(other, 5_000_000_000);
        Assert.Equal(5_000_000_000, FileLength.Of(file));

        // The position that it moved to is not where the next write goes.
        RandomAccess.Write(file, "x"u8, 0);
        byte[] first = new byte[1];
        RandomAccess.Read(other, first, 0);
        Assert.Equal("x"u8.ToArray(), first);
        Assert.Equal(5_000_000_000, FileLength.Of(file));
    }
}
