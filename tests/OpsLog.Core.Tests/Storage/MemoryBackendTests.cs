using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>What the memory backend adds to the contract: processes that can be killed, and power cuts.</summary>
public sealed class MemoryBackendTests
{
    private readonly MemoryBackend _backend = new("demo");

    [Fact]
    public void The_location_contains_the_name() => Assert.Equal("memory:demo", _backend.Location);

    [Fact]
    public void A_power_cut_takes_what_was_not_flushed()
    {
        using IAppendLog log = _backend.OpenAppend("ops/a");
        log.Append("flushed "u8);
        log.Flush();
        log.Append("written"u8);
        Assert.Equal("flushed ", Text(_backend.Crash(), "ops/a"));
    }

    [Fact]
    public void A_power_cut_can_leave_any_prefix_of_what_was_not_flushed()
    {
        for (int keep = 0; keep <= 7; keep++)
        {
            var backend = new MemoryBackend();
            using IAppendLog log = backend.OpenAppend("ops/a");
            log.Append("flushed "u8);
            log.Flush();
            log.Append("written"u8);
            MemoryBackend after = backend.CrashKeeping(unflushed =>
            {
                Assert.Equal(7, unflushed);
                return keep;
            });
            Assert.Equal("flushed " + "written"[..keep], Text(after, "ops/a"));

            // What came through one power cut is on the disk, and comes through the next.
            Assert.Equal("flushed " + "written"[..keep], Text(after.Crash(), "ops/a"));
        }
    }

    [Theory]
    [InlineData(new long[] { 0, 0, 0 }, "flushed ")]
    [InlineData(new long[] { 4, 0, 0 }, "flushed one ")]
    [InlineData(new long[] { 2, 4, 1 }, "flushed on\0\0two t")]
    [InlineData(new long[] { 0, 0, 5 }, "flushed \0\0\0\0\0\0\0\0three")]
    [InlineData(new long[] { 0, 4, 0 }, "flushed \0\0\0\0two ")]
    public void A_power_cut_can_leave_any_part_of_the_appends_with_zeros_in_between(long[] keep, string left)
    {
        using IAppendLog log = _backend.OpenAppend("ops/a");
        log.Append("flushed "u8);
        log.Flush();
        log.Append("one "u8);
        log.Append("two "u8);
        log.Append("three"u8);
        MemoryBackend after = _backend.Crash((name, appends) =>
        {
            Assert.Equal("ops/a", name);
            Assert.Equal([4, 4, 5], appends);
            return keep;
        });
        Assert.Equal(left, Text(after, "ops/a"));
    }

    [Fact]
    public void A_clone_is_a_disk_of_its_own_and_knows_what_is_not_flushed()
    {
        using IAppendLog log = _backend.OpenAppend("ops/a");
        log.Append("flushed "u8);
        log.Flush();
        log.Append("written"u8);
        MemoryBackend clone = _backend.Clone();
        log.Append(" later"u8);

        Assert.Equal("flushed written", Text(clone, "ops/a"));
        Assert.Equal("flushed ", Text(clone.Crash(), "ops/a"));
        Assert.Equal("flushed written later", Text(_backend, "ops/a"));
    }

    [Fact]
    public void A_random_power_cut_repeats_with_its_seed()
    {
        string[] left = Enumerable.Range(0, 2).Select(_ =>
        {
            var backend = new MemoryBackend();
            foreach (string name in (string[])["b", "a", "c"])
            {
                backend.OpenAppend(name).Append(new byte[1000]);
            }

            return string.Join(' ', backend.Crash(new Random(7)).List("").Select(found => found.Length));
        }).ToArray();
        Assert.Equal(left[0], left[1]);
    }

    [Fact]
    public void What_the_contract_calls_durable_comes_through()
    {
        _backend.Put("manifest.json", "{}"u8, PutCondition.None);
        using (IObjectWriter writer = _backend.CreateObject("snapshots/s"))
        {
            writer.Write("all of it"u8);
            writer.Complete();
        }

        using IAppendLog log = _backend.OpenAppend("ops/a");
        log.Append("one two"u8);
        log.Truncate(3);
        using IAppendLog empty = _backend.OpenAppend("ops/b");
        _backend.Put("gone", "x"u8, PutCondition.None);
        _backend.Delete("gone");

        MemoryBackend after = _backend.Crash();
        Assert.Equal(["manifest.json", "ops/a", "ops/b", "snapshots/s"], after.List("").Select(found => found.Name));
        Assert.Equal("one", Text(after, "ops/a"));
        Assert.Equal("all of it", Text(after, "snapshots/s"));
    }

    [Fact]
    public void A_power_cut_ends_everything_that_was_open()
    {
        MemoryBackend other = _backend.Share();
        using IAppendLog log = _backend.OpenAppend("ops/a");
        using IObjectReader reader = other.OpenRead("ops/a");
        using IObjectWriter writer = other.CreateObject("snapshots/s");
        using IDisposable? held = other.TryLock("writer", "me"u8).Lock;
        MemoryBackend after = _backend.Crash();

        Assert.Throws<StorageException>(() => log.Append("x"u8));
        Assert.Throws<StorageException>(log.Flush);
        Assert.Throws<StorageException>(() => log.Truncate(0));
        Assert.Throws<StorageException>(() => reader.Read(0, new byte[1]));
        Assert.Throws<StorageException>(() => writer.Write("x"u8));
        Assert.Throws<StorageException>(writer.Complete);
        Assert.Throws<StorageException>(() => _backend.Find("ops/a"));
        Assert.Throws<StorageException>(() => other.Put("ops/a", [], PutCondition.None));

        Assert.Equal(["ops/a"], after.List("").Select(found => found.Name));
        using IDisposable? mine = after.TryLock("writer", "you"u8).Lock;
        Assert.NotNull(mine);
        held!.Dispose();
        Assert.Null(after.TryLock("writer", "third"u8).Lock);
    }

    [Fact]
    public void A_killed_process_loses_its_locks_but_nothing_it_wrote()
    {
        MemoryBackend other = _backend.Share();
        using IDisposable? mine = _backend.TryLock("agent-a", "me"u8).Lock;
        using IDisposable? others = other.TryLock("agent-b", "other"u8).Lock;
        using IAppendLog log = other.OpenAppend("ops/b");
        log.Append("not flushed"u8);
        other.Kill();

        Assert.Throws<StorageException>(() => log.Append("x"u8));
        Assert.Equal("not flushed", Text(_backend, "ops/b"));
        Assert.NotNull(_backend.TryLock("agent-b", "me"u8).Lock);
        Assert.Null(_backend.TryLock("agent-a", "me again"u8).Lock);

        // Its end flushed nothing either.
        Assert.Equal("", Text(_backend.Crash(), "ops/b"));
    }

    private static string Text(MemoryBackend backend, string name) => Encoding.UTF8.GetString(backend.Read(name)!.Content);
}
