using System.Collections.Concurrent;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

public abstract partial class StorageContractTests
{
    [Fact]
    public void A_put_is_read_back_with_the_version_it_returned()
    {
        string version = Backend.Put("a", "one"u8, PutCondition.None);
        VersionedContent read = OpenAgain().Read("a")!;
        Assert.Equal(Utf8("one"), read.Content);
        Assert.Equal(version, read.Version);
    }

    [Fact]
    public void An_empty_object_is_an_object()
    {
        Backend.Put("a", [], PutCondition.IfAbsent);
        Assert.Empty(Backend.Read("a")!.Content);
        Assert.Equal(0, Backend.Find("a")!.Value.Length);
        Assert.Throws<PutConflictException>(() => Backend.Put("a", "x"u8, PutCondition.IfAbsent));
    }

    [Fact]
    public void Only_content_that_was_seen_is_deleted()
    {
        Assert.True(Backend.DeleteSeen("a", "one"u8));
        Backend.Put("a", "two"u8, PutCondition.None);
        Assert.False(Backend.DeleteSeen("a", "one"u8));
        Assert.Equal("two", Text("a"));
        Assert.True(OpenAgain().DeleteSeen("a", "two"u8));
        Assert.Null(Text("a"));
        Assert.Empty(Names(""));
    }

    [Fact]
    public void A_put_makes_the_folder_it_needs()
    {
        Backend.Put("new/folder/a", "x"u8, PutCondition.IfAbsent);
        Assert.Equal("x", Text("new/folder/a"));
    }

    [Fact]
    public void The_version_differs_when_the_content_does()
    {
        string one = Backend.Put("a", "one"u8, PutCondition.None);
        string two = Backend.Put("a", "two"u8, PutCondition.None);
        Assert.NotEqual(one, two);
    }

    [Fact]
    public void If_absent_refuses_a_taken_name_and_changes_nothing()
    {
        Backend.Put("a", "one"u8, PutCondition.IfAbsent);
        var error = Assert.Throws<PutConflictException>(() => OpenAgain().Put("a", "two"u8, PutCondition.IfAbsent));
        Assert.StartsWith(Backend.Location, error.Path);
        Assert.Equal("one", Text("a"));
        Backend.Delete("a");
        Backend.Put("a", "three"u8, PutCondition.IfAbsent);
        Assert.Equal("three", Text("a"));
    }

    [Fact]
    public void If_unchanged_refuses_another_version_and_changes_nothing()
    {
        string one = Backend.Put("a", "one"u8, PutCondition.None);
        string two = Backend.Put("a", "two"u8, PutCondition.IfUnchanged(one));
        Assert.Throws<PutConflictException>(() => OpenAgain().Put("a", "three"u8, PutCondition.IfUnchanged(one)));
        Assert.Equal("two", Text("a"));
        OpenAgain().Put("a", "three"u8, PutCondition.IfUnchanged(two));
        Assert.Equal("three", Text("a"));
    }

    [Fact]
    public void If_unchanged_refuses_a_deleted_object()
    {
        string one = Backend.Put("a", "one"u8, PutCondition.None);
        Backend.Delete("a");
        Assert.Throws<PutConflictException>(() => Backend.Put("a", "two"u8, PutCondition.IfUnchanged(one)));
        Assert.Null(Backend.Find("a"));
    }

    [Fact]
    public void Of_many_puts_if_absent_exactly_one_succeeds()
    {
        for (int round = 0; round < 5; round++)
        {
            string name = $"ops/{round}";
            Assert.Equal(1, RaceToPut(name, PutCondition.IfAbsent, out string winner));
            Assert.Equal(winner, Text(name));
        }
    }

    [Fact]
    public void Of_many_puts_on_one_version_exactly_one_succeeds()
    {
        string version = Backend.Put("a", "first"u8, PutCondition.None);
        for (int round = 0; round < 5; round++)
        {
            Assert.Equal(1, RaceToPut("a", PutCondition.IfUnchanged(version), out string winner));
            Assert.Equal(winner, Text("a"));

            // Another length each round, lest a later one restores an earlier content and so its version.
            version = Backend.Put("a", new byte[round + 50], PutCondition.None);
        }
    }

    [Fact]
    public void A_reader_beside_a_writer_never_sees_half_an_object()
    {
        string[] contents = [new string('a', 100_000), new string('b', 70_000)];
        Backend.Put("a", Utf8(contents[0]), PutCondition.None);
        using var end = new CancellationTokenSource();
        var writer = new Thread(() =>
        {
            for (int i = 1; !end.IsCancellationRequested; i++)
            {
                Backend.Put("a", Utf8(contents[i % 2]), PutCondition.None);
            }
        });
        writer.Start();
        using IStorageBackend other = OpenAgain();
        try
        {
            for (int i = 0; i < 200; i++)
            {
                Assert.Contains(Encoding.UTF8.GetString(other.Read("a")!.Content), contents);
            }
        }
        finally
        {
            end.Cancel();
            writer.Join();
        }
    }

    private int RaceToPut(string name, PutCondition condition, out string winner)
    {
        using IStorageBackend other = OpenAgain();
        var winners = new ConcurrentBag<string>();
        using var start = new Barrier(8);
        Thread[] threads = Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            string content = $"by {i} {new string('x', i)}";
            start.SignalAndWait();
            try
            {
                (i % 2 == 0 ? Backend : other).Put(name, Utf8(content), condition);
                winners.Add(content);
            }
            catch (PutConflictException)
            {
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        winner = winners.FirstOrDefault() ?? "";
        return winners.Count;
    }
}
