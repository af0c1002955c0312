using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

public abstract partial class StorageContractTests
{
    [Fact]
    public void Opening_a_log_creates_it_empty()
    {
        using IAppendLog log = Backend.OpenAppend("ops/a");
        Assert.Equal(0, log.Length);
        Assert.Equal(0, OpenAgain().Find("ops/a")!.Value.Length);
    }

    [Fact]
    public void Appends_add_up_and_go_on_after_a_reopen()
    {
        using (IAppendLog log = Backend.OpenAppend("ops/a"))
        {
            log.Append("one\n"u8);
            log.Append([]);
            log.Append("two\n"u8);
            log.Flush();
            Assert.Equal(8, log.Length);
        }

        using IAppendLog again = OpenAgain().OpenAppend("ops/a");
        Assert.Equal(8, again.Length);
        again.Append("three\n"u8);
        Assert.Equal("one\ntwo\nthree\n", Text("ops/a"));
    }

    [Fact]
    public void A_log_that_another_process_has_taken_over_is_neither_appended_to_nor_cut()
    {
        using IAppendLog before = Backend.OpenAppend("ops/a");
        before.Append("one\n"u8);
        using (IAppendLog heir = OpenAgain().OpenAppend("ops/a"))
        {
            heir.Append("\n"u8);
        }

        // A log that only adds bytes behind those of the heir may look for them at intervals.
        Thread.Sleep(30);
        Assert.Throws<StorageException>(() => before.Append("two\n"u8));
        Assert.Throws<StorageException>(() => before.Truncate(0));
        Assert.Throws<StorageException>(() => before.Append("three\n"u8));
        before.Flush();
        Assert.Equal("one\n\n", Text("ops/a"));
    }

    [Fact]
    public void A_reader_sees_appends_made_after_it_opened()
    {
        using IAppendLog log = Backend.OpenAppend("ops/a");
        log.Append("one"u8);
        using IObjectReader reader = OpenAgain().OpenRead("ops/a");
        Assert.Equal("one", ReadAll(reader));
        log.Append(new byte[200_000]);
        Assert.Equal(200_003, reader.Length);
        byte[] tail = new byte[300_000];
        Assert.Equal(200_000, reader.Read(3, tail));
        Assert.Equal(200_003, Backend.List("ops/")[0].Length);
    }

    [Fact]
    public void Truncating_cuts_and_appending_goes_on_there()
    {
        using IAppendLog log = Backend.OpenAppend("ops/a");
        Assert.True(log.CanTruncate);
        log.Append(new byte[150_000]);
        log.Append("one\ntwo\n"u8);
        using IObjectReader reader = Backend.OpenRead("ops/a");
        log.Truncate(150_004);
        Assert.Equal(150_004, log.Length);
        Assert.Equal(150_004, reader.Length);
        log.Append("2\n"u8);
        byte[] tail = new byte[20];
        Assert.Equal(6, reader.Read(150_000, tail));
        Assert.Equal(Utf8("one\n2\n"), tail[..6]);
        log.Truncate(0);
        Assert.Equal("", Text("ops/a"));
    }

    [Fact]
    public void Truncating_to_what_is_not_there_is_a_mistake()
    {
        using IAppendLog log = Backend.OpenAppend("ops/a");
        log.Append("one"u8);
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Truncate(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Truncate(-1));
        Assert.Equal("one", Text("ops/a"));
    }

    [Fact]
    public void The_version_of_a_log_changes_as_it_grows()
    {
        using IAppendLog log = Backend.OpenAppend("ops/a");
        string empty = Backend.Read("ops/a")!.Version;
        log.Append("one"u8);
        Assert.NotEqual(empty, Backend.Read("ops/a")!.Version);
    }

    [Fact]
    public void Several_threads_append_to_a_log_each_without_disturbing_the_others()
    {
        Parallel.For(0, 8, i =>
        {
            using IAppendLog log = Backend.OpenAppend($"ops/{i}");
            for (int n = 0; n < 100; n++)
            {
                log.Append(Utf8($"{i}"));
            }
        });
        Assert.All(Enumerable.Range(0, 8), i => Assert.Equal(new string((char)('0' + i), 100), Text($"ops/{i}")));
    }
}
