using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Storage;

public abstract partial class StorageContractTests
{
    [Fact]
    public void A_large_object_comes_into_being_when_it_is_complete()
    {
        byte[] piece = new byte[50_000];
        new Random(1).NextBytes(piece);
        using IObjectWriter writer = Backend.CreateObject("snapshots/s");
        for (int i = 0; i < 8; i++)
        {
            writer.Write(piece);
        }

        writer.Write(new byte[300_000]);
        writer.Write("end"u8);
        Assert.Null(Backend.Find("snapshots/s"));
        Assert.Empty(Backend.List(""));
        writer.Complete();

        byte[] expected = [.. Enumerable.Repeat(piece, 8).SelectMany(bytes => bytes), .. new byte[300_000], .. "end"u8];
        Assert.Equal(expected, OpenAgain().Read("snapshots/s")!.Content);
        Assert.Equal(["snapshots/s"], Names(""));
    }

    [Fact]
    public void A_writer_given_up_leaves_nothing()
    {
        using (IObjectWriter writer = Backend.CreateObject("snapshots/s"))
        {
            writer.Write(new byte[500_000]);
        }

        Assert.Null(Backend.Find("snapshots/s"));
        Assert.Empty(Backend.List(""));
    }

    [Fact]
    public void Without_replace_a_taken_name_is_refused()
    {
        using IObjectWriter writer = Backend.CreateObject("a");
        writer.Write("two"u8);
        Backend.Put("a", "one"u8, PutCondition.None);
        Assert.Throws<PutConflictException>(writer.Complete);
        Assert.Equal("one", Text("a"));
    }

    [Fact]
    public void With_replace_a_taken_name_is_replaced()
    {
        Backend.Put("a", "one"u8, PutCondition.None);
        using IObjectWriter writer = Backend.CreateObject("a", replace: true);
        writer.Write("two"u8);
        Assert.Equal("one", Text("a"));
        writer.Complete();
        Assert.Equal("two", Text("a"));
    }

    [Fact]
    public void Of_several_writers_of_one_name_exactly_one_completes()
    {
        IObjectWriter[] writers = Enumerable.Range(0, 6).Select(_ => Backend.CreateObject("a")).ToArray();
        int completed = 0;
        Parallel.ForEach(writers, new ParallelOptions { MaxDegreeOfParallelism = 6 }, writer =>
        {
            try
            {
                writer.Complete();
                Interlocked.Increment(ref completed);
            }
            catch (PutConflictException)
            {
            }
        });
        Array.ForEach(writers, writer => writer.Dispose());
        Assert.Equal(1, completed);
        Assert.Equal(["a"], Names(""));
    }

    [Fact]
    public void Completing_twice_is_a_mistake()
    {
        using IObjectWriter writer = Backend.CreateObject("a");
        writer.Complete();
        Assert.Throws<InvalidOperationException>(writer.Complete);
    }

    [Fact]
    public void Reading_ranges()
    {
        Backend.Put("a", "0123456789"u8, PutCondition.None);
        using IObjectReader reader = Backend.OpenRead("a");
        byte[] buffer = new byte[4];
        Assert.Equal(10, reader.Length);
        Assert.Equal(4, reader.Read(3, buffer));
        Assert.Equal(Utf8("3456"), buffer);
        Assert.Equal(2, reader.Read(8, buffer));
        Assert.Equal(Utf8("89"), buffer[..2]);
        Assert.Equal(0, reader.Read(10, buffer));
        Assert.Equal(0, reader.Read(99, buffer));
        Assert.Equal(0, reader.Read(0, []));
    }

    [SystemFact(notUnderWine: "has no rename by the rules of POSIX, onto a file that is open")]
    public void A_reader_keeps_seeing_its_object()
    {
        Backend.Put("a", "the old one"u8, PutCondition.None);
        using IObjectReader reader = Backend.OpenRead("a");
        using IStorageBackend other = OpenAgain();
        other.Put("a", "new"u8, PutCondition.None);
        Assert.Equal("the old one", ReadAll(reader));
        other.Delete("a");
        Assert.Equal("the old one", ReadAll(reader));
        other.OpenAppend("a").Dispose();
        Assert.Equal("the old one", ReadAll(reader));
        Assert.Equal("", Text("a"));
    }
}
