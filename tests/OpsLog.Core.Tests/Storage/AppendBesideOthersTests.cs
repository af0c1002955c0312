using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>
/// An append directly after another one does not look for bytes of other processes where the system appends. It overwrites
/// none, and nothing that looks passes over them.
/// </summary>
public sealed class AppendBesideOthersTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FileSystemBackend _backend;

    public AppendBesideOthersTests() => _backend = new FileSystemBackend(_directory.Path);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("flush")]
    [InlineData("find")]
    [InlineData("cut")]
    [InlineData("wait")]
    public void What_another_process_wrote_is_kept_and_found(string what)
    {
        // A busy machine can take longer than the interval.
        bool isPassedOver = false;
        for (int i = 0; i < (OperatingSystem.IsLinux() ? 500 : 3) && !isPassedOver; i++)
        {
            string name = $"ops/{i}";
            string path = Path.Combine(_directory.Path, name);
            using IAppendLog log = _backend.OpenAppend(name);
            log.Append("one\n"u8);
            using (FileStream other = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            {
                other.Write("other\n"u8);
            }

            bool isFound = Record.Exception(() => log.Append("two\n"u8)) is StorageException;
            if (!isFound)
            {
                isPassedOver = true;
                Assert.Throws<StorageException>(() => Look(log, what));
            }

            Assert.Equal(isFound ? "one\nother\n" : "one\nother\ntwo\n", ReadText(name));
        }

        Assert.Equal(OperatingSystem.IsLinux(), isPassedOver);
    }

    [Fact]
    public void A_log_that_is_only_flushed_may_be_written_by_others()
    {
        using IAppendLog log = _backend.OpenAppend("ops/a");
        using IAppendLog other = _backend.OpenAppend("ops/a");
        other.Append("other\n"u8);
        log.Flush();
        log.ThrowIfLost();
        Assert.Throws<StorageException>(() => log.Append("one\n"u8));
    }

    private string ReadText(string name)
    {
        using IObjectReader reader = _backend.OpenRead(name);
        byte[] bytes = new byte[reader.Length];
        reader.Read(0, bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private static void Look(IAppendLog log, string what)
    {
        switch (what)
        {
            case "flush": log.Flush(); break;
            case "find": log.ThrowIfLost(); break;
            case "cut": log.Truncate(0); break;
            default:
                Thread.Sleep(30);
                log.Append("three\n"u8);
                break;
        }
    }
}
