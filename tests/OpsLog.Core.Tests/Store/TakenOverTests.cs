using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store;

/// <summary>
/// A process that has lost its lock without knowing it, here because its files were deleted, is acknowledged nothing any
/// more, and does no harm to what its heir wrote.
/// </summary>
public sealed class TakenOverTests : IDisposable
{
    private static readonly OpsLogStoreOptions s_fast = new() { Durability = Durability.OperatingSystem };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SystemTheory(notOnWindows: "the file of a lock that is held can't be deleted")]
    [InlineData("open")]
    [InlineData("open-as a")]
    public void A_writer_whose_heir_has_compacted_is_not_acknowledged_into_a_log_nobody_reads(string how)
    {
        using HostProcess before = Begin(how);
        Lose();
        using (OpsLogStore heir = OpsLogStore.Open(_directory.Path, s_fast))
        {
            heir.Compact();
            Assert.StartsWith("StoreFailedException", before.Ask("set late"));
            Assert.Contains("another process has written to it", before.Ask("set later"), StringComparison.Ordinal);
        }

        Assert.Equal(["x"], State());
    }

    [SystemTheory(notOnWindows: "the file of a lock that is held can't be deleted")]
    [InlineData("set late")]
    [InlineData("undo")]
    [InlineData("compact")]
    public void A_writer_does_no_harm_to_what_its_heir_wrote(string late)
    {
        using HostProcess before = Begin("open");
        Lose();
        using (OpsLogStore heir = OpsLogStore.Open(_directory.Path, s_fast))
        {
            heir.Set("heir", "{}");
        }

        // The log was compared with its file at the last write, and is again after 10 ms.
        Thread.Sleep(50);
        before.Ask(late);
        Assert.StartsWith("StoreFailedException", before.Ask("set later"));
        Assert.Equal(["heir", "x"], State());
        AssertSound();
    }

    [SystemFact(notOnWindows: "the file of a lock that is held can't be deleted")]
    public void What_a_writer_writes_at_once_comes_whole_behind_what_its_heir_wrote()
    {
        using HostProcess before = Begin("open");
        Lose();
        using (OpsLogStore heir = OpsLogStore.Open(_directory.Path, s_fast))
        {
            heir.Set("heir", "{}");
        }

        string[] acknowledged = before.Ask("set late") == "done" ? ["late"] : [];
        Thread.Sleep(50);
        Assert.StartsWith("StoreFailedException", before.Ask("set later"));
        Assert.Equal(["heir", .. acknowledged, "x"], State());
        AssertSound();
    }

    [Fact]
    public void What_is_appended_between_the_replay_and_the_opening_of_the_log_is_not_passed_over()
    {
        OpsLogStore.Open(_directory.Path, s_fast).Dispose();
        FileSystemBackend disk = new(_directory.Path);
        FaultyBackend backend = new(disk)
        {
            Before = (call, name) =>
            {
                if (call == StorageCall.OpenAppend)
                {
                    using IAppendLog log = disk.OpenAppend(name);
                    log.Append("\n"u8);
                }
            },
        };
        Assert.Throws<StorageException>(() => OpsLogStore.Open(backend, s_fast));
        OpsLogStore.Open(_directory.Path, s_fast).Dispose();
    }

    [Fact]
    public void An_empty_line_at_the_end_of_a_log_stands_in_the_way_of_nothing()
    {
        using (OpsLogStore first = OpsLogStore.Open(_directory.Path, s_fast))
        {
            first.Set("x", "{\"n\":1}");
            first.Set("x", "{\"n\":2}");
        }

        using (OpsLogStore second = OpsLogStore.Open(_directory.Path, s_fast))
        {
            second.Compact();
            Assert.EndsWith("\n\n", SharedFile.ReadAllText(Directory.GetFiles(_directory["ops"]).Order().First()), StringComparison.Ordinal);
            second.Undo();
            Assert.Equal("{\"n\":1}", second.GetText("x"));
            Assert.Equal(3, second.GetOperations().Count());
        }

        Assert.Empty(StoreCheck.Run(new FileSystemBackend(_directory.Path)));
    }

    private HostProcess Begin(string how)
    {
        HostProcess host = HostProcess.Start("command-store", _directory.Path);
        host.Expect("ready");
        Assert.Equal("done", host.Ask(how));
        Assert.Equal("done", host.Ask("set x"));
        return host;
    }

    private void Lose()
    {
        Directory.Delete(_directory["locks"], recursive: true);
        File.Delete(_directory[".lock"]);
    }

    private IEnumerable<string> State()
    {
        using OpsLogStore reader = OpsLogStore.Open(_directory.Path, new() { ReadOnly = true });
        return reader.StateById().Keys;
    }

    private void AssertSound()
    {
        Assert.DoesNotContain(StoreCheck.Run(new FileSystemBackend(_directory.Path)), finding => finding.Severity == FindingSeverity.Error);
    }
}
