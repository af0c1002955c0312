using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>What <see cref="IStorageBackend"/> promises, checked on every backend by a derived class.</summary>
public abstract partial class StorageContractTests : IDisposable
{
    /// <summary>An empty, initialised store.</summary>
    protected abstract IStorageBackend Backend { get; }

    /// <summary>The same store as another process would open it.</summary>
    protected abstract IStorageBackend OpenAgain();

    public abstract void Dispose();

    protected static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    protected string? Text(string name) =>
        Backend.Read(name) is { } found ? Encoding.UTF8.GetString(found.Content) : null;

    protected static string ReadAll(IObjectReader reader)
    {
        byte[] content = new byte[reader.Length];
        Assert.Equal(content.Length, reader.Read(0, content));
        return Encoding.UTF8.GetString(content);
    }

    [Fact]
    public void Initialising_twice_changes_nothing()
    {
        Backend.Put("a", "x"u8, PutCondition.None);
        Backend.Initialize();
        OpenAgain().Initialize();
        Assert.Equal("x", Text("a"));
    }

    [Fact]
    public void What_is_not_there_is_absent_not_an_error()
    {
        Assert.Null(Backend.Find("nothing"));
        Assert.Null(Backend.Read("no/such/thing"));
        Assert.Null(Backend.Find("no/such/thing"));
        Assert.Empty(Backend.List("no/such/"));
        Assert.True(Backend.Delete("nothing"));
        Assert.True(Backend.Delete("no/such/thing"));
    }

    [Fact]
    public void Opening_what_is_not_there_names_it()
    {
        var error = Assert.Throws<ObjectNotFoundException>(() => Backend.OpenRead("ops/nothing"));
        Assert.Contains("nothing", error.Message);
        Assert.StartsWith(Backend.Location, error.Path);
        Assert.Throws<ObjectNotFoundException>(() => Backend.OpenRead("no/such/thing"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("ops/../../x")]
    [InlineData("a\\b")]
    public void A_name_that_leads_outside_is_refused_by_every_call(string name)
    {
        Assert.Throws<InvalidNameException>(() => Backend.Find(name));
        Assert.Throws<InvalidNameException>(() => Backend.Read(name));
        Assert.Throws<InvalidNameException>(() => Backend.OpenRead(name));
        Assert.Throws<InvalidNameException>(() => Backend.Put(name, [], PutCondition.None));
        Assert.Throws<InvalidNameException>(() => Backend.CreateObject(name));
        Assert.Throws<InvalidNameException>(() => Backend.OpenAppend(name));
        Assert.Throws<InvalidNameException>(() => Backend.Delete(name));
        Assert.Throws<InvalidNameException>(() => Backend.TryLock(name, []));
        Assert.Throws<InvalidNameException>(() => Backend.List("../"));
    }

    [Fact]
    public void Find_returns_name_length_and_time()
    {
        DateTime before = DateTime.UtcNow.AddMinutes(-1);
        Backend.Put("ops/a", "12345"u8, PutCondition.None);
        StoredObject found = Backend.Find("ops/a")!.Value;
        Assert.Equal(("ops/a", 5L), (found.Name, found.Length));
        Assert.Equal(DateTimeKind.Utc, found.Modified.Kind);
        Assert.InRange(found.Modified, before, DateTime.UtcNow.AddMinutes(1));
    }

    [Fact]
    public void A_listing_is_ordered_by_ordinal_and_keeps_to_the_prefix()
    {
        foreach (string name in (string[])["ops/b", "ops/a-10", "ops/a-9", "ops/C", ".lock", "opsx", "snapshots/s", "ops/ä"])
        {
            Backend.Put(name, Utf8(name), PutCondition.None);
        }

        Assert.Equal(["ops/C", "ops/a-10", "ops/a-9", "ops/b", "ops/ä"], Names("ops/"));
        Assert.Equal(["ops/a-10", "ops/a-9"], Names("ops/a-"));
        Assert.Equal(["ops/C", "ops/a-10", "ops/a-9", "ops/b", "ops/ä", "opsx"], Names("ops"));
        Assert.Equal([".lock", "ops/C", "ops/a-10", "ops/a-9", "ops/b", "ops/ä", "opsx", "snapshots/s"], Names(""));
        Assert.Empty(Names("ops/z"));
        Assert.All(Backend.List(""), found => Assert.Equal(Utf8(found.Name).Length, found.Length));
    }

    [Fact]
    public void A_listing_shows_puts_and_deletes_at_once_to_everybody()
    {
        using IStorageBackend other = OpenAgain();
        Backend.Put("ops/a", "1"u8, PutCondition.None);
        Assert.Equal(["ops/a"], other.List("ops/").Select(found => found.Name));
        other.Delete("ops/a");
        Assert.Empty(Names("ops/"));
    }

    private IEnumerable<string> Names(string prefix) => Backend.List(prefix).Select(found => found.Name);
}
