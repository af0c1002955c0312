using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Blobs;

/// <summary>What blobs promise, whatever the store is kept in.</summary>
public abstract class BlobContractTests
{
    /// <summary>The same place for another store object.</summary>
    private protected abstract IStorageBackend Share();

    [Fact]
    public void A_blob_is_written_listed_read_and_removed()
    {
        using OpsLogStore store = Open();
        Assert.Empty(store.GetBlobs());
        Assert.Null(store.FindBlob("a.txt"));
        DateTime before = DateTime.UtcNow.AddSeconds(-5);
        BlobInfo written = store.WriteBlob("a.txt", "äöü");
        store.WriteBlob("B-2_日.bin", "");

        Assert.Equal(("a.txt", "blobs/a.txt", 6), (written.Name, written.File, written.Length));
        Assert.InRange(written.Modified, before, DateTime.UtcNow.AddSeconds(5));
        Assert.StartsWith(store.Location, written.Path, StringComparison.Ordinal);
        Assert.Equal(written, store.FindBlob("a.txt"));
        Assert.Equal(["B-2_日.bin", "a.txt"], store.BlobNames());
        Assert.Equal("äöü", store.BlobText("a.txt"));
        Assert.Empty(store.BlobBytes("B-2_日.bin"));
        store.RemoveBlob("a.txt");
        Assert.Equal(["B-2_日.bin"], store.BlobNames());
        Assert.Throws<BlobNotFoundException>(() => store.BlobText("a.txt"));
    }

    [Fact]
    public void A_part_is_read_by_its_place()
    {
        using OpsLogStore store = Open();
        store.WriteBlob("a", "0123456789");
        Assert.Equal("234"u8, store.BlobBytes("a", 2, 3));
        Assert.Equal("89"u8, store.BlobBytes("a", 8, 100));
        Assert.Empty(store.BlobBytes("a", 10));
        Assert.Empty(store.BlobBytes("a", 1000, 5));
        Assert.Empty(store.BlobBytes("a", 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.BlobBytes("a", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.BlobBytes("a", 0, -1));

        using Stream stream = store.OpenBlob("a");
        Assert.Equal(10, stream.Length);
        Assert.Equal(7, stream.Seek(-3, SeekOrigin.End));
        Assert.Equal('7', stream.ReadByte());
        Assert.Equal(9, stream.Seek(1, SeekOrigin.Current));
        Assert.Equal('9', stream.ReadByte());
        Assert.Equal(-1, stream.ReadByte());
        Assert.False(stream.CanWrite);
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
    }

    [Fact]
    public void A_large_one_is_streamed_and_one_that_is_being_read_stays_what_it_was()
    {
        using OpsLogStore store = Open();
        byte[] first = new byte[3_000_001];
        byte[] second = new byte[2_000_003];
        new Random(1).NextBytes(first);
        new Random(2).NextBytes(second);
        store.WriteBlob("large", new TricklingStream(first, 70_001));
        using Stream reading = store.OpenBlob("large");
        Assert.Equal(first[0], reading.ReadByte());
        store.WriteBlob("large", new MemoryStream(second));
        Assert.Equal(second, store.BlobBytes("large"));
        reading.Position = 0;
        using MemoryStream read = new();
        reading.CopyTo(read);
        Assert.Equal(first, read.ToArray());
        store.RemoveBlob("large");
        reading.Position = 5;
        Assert.Equal(first[5], reading.ReadByte());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../manifest.json")]
    [InlineData("a/../../manifest.json")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\b")]
    [InlineData("a:b")]
    [InlineData("a\nb")]
    [InlineData("a*")]
    [InlineData("a//b")]
    [InlineData("a/")]
    public void A_name_that_leads_elsewhere_is_refused_for_everything(string name)
    {
        using OpsLogStore store = Open();
        Assert.Throws<InvalidNameException>(() => store.WriteBlob(name, "x"));
        Assert.Throws<InvalidNameException>(() => store.CheckBlobName(name));
        Assert.Throws<InvalidNameException>(() => store.FindBlob(name));
        Assert.Throws<InvalidNameException>(() => store.BlobText(name));
        Assert.Throws<InvalidNameException>(() => store.OpenBlob(name));
        Assert.Throws<InvalidNameException>(() => store.RemoveBlob(name));
        Assert.Empty(store.GetBlobs());
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("NUL")]
    [InlineData("nul.txt")]
    [InlineData("a.")]
    [InlineData("a'b")]
    [InlineData("folder/a")]
    public void A_name_that_another_system_does_not_take_is_refused_for_a_new_blob(string name)
    {
        using OpsLogStore store = Open();
        Assert.Throws<InvalidNameException>(() => store.WriteBlob(name, "x"));
        Assert.Throws<InvalidNameException>(() => store.CheckBlobName(name));
        Assert.Throws<BlobNotFoundException>(() => store.RemoveBlob(name));
        Assert.Empty(store.GetBlobs());
    }

    [Fact]
    public void A_name_is_refused_that_is_too_long_or_differs_from_another_only_in_case()
    {
        using OpsLogStore store = Open();
        Assert.Throws<InvalidNameException>(() => store.WriteBlob(new string('a', 129), "x"));
        Assert.Throws<InvalidNameException>(() => store.WriteBlob(new string('日', 60), "x"));
        Assert.Throws<InvalidNameException>(() => store.WriteBlob("\ud83d", "x"));
        Assert.Throws<InvalidNameException>(() => store.CheckBlobName("\ud83d"));
        store.WriteBlob(new string('a', 128), "x");
        store.WriteBlob("Photo.jpg", "x");
        Assert.Throws<InvalidNameException>(() => store.WriteBlob("photo.JPG", "x"));
        Assert.Throws<InvalidNameException>(() => store.CheckBlobName("PHOTO.jpg"));
        store.CheckBlobName("Photo.jpg");
        store.WriteBlob("Photo.jpg", "y");
        Assert.Equal("y", store.BlobText("Photo.jpg"));
    }

    [Fact]
    public void Blobs_of_another_program_keep_their_names()
    {
        using IStorageBackend other = Share();
        other.Initialize();
        other.Put("blobs/web 01/my photo.jpg", "1"u8, PutCondition.None);
        other.Put("blobs/a b", "2"u8, PutCondition.None);
        other.Put("elsewhere/c", "3"u8, PutCondition.None);
        using OpsLogStore store = Open();
        Assert.Equal(["a b", "web 01/my photo.jpg"], store.BlobNames());
        Assert.Equal("1", store.BlobText("web 01/my photo.jpg"));
        store.WriteBlob("web 01/my photo.jpg", "4");
        Assert.Equal("4"u8, other.Read("blobs/web 01/my photo.jpg")!.Content);
        Assert.Throws<InvalidNameException>(() => store.WriteBlob("web 01/another.jpg", "x"));

        // A folder is not a blob.
        Assert.Null(store.FindBlob("web 01"));
        Assert.Throws<BlobNotFoundException>(() => store.OpenBlob("web 01"));
        Assert.Throws<BlobNotFoundException>(() => store.RemoveBlob("web 01"));
        store.RemoveBlob("web 01/my photo.jpg");
        store.RemoveBlob("a b");
        Assert.Empty(store.GetBlobs());
        Assert.NotNull(other.Find("elsewhere/c"));
    }

    [Fact]
    public void A_reader_reads_and_does_not_write()
    {
        using OpsLogStore store = Open();
        store.WriteBlob("a", "1");
        using OpsLogStore reader = Open(new() { ReadOnly = true });
        Assert.Equal("1", reader.BlobText("a"));
        reader.CheckBlobName("b");
        Assert.Throws<StoreReadOnlyException>(() => reader.WriteBlob("a", "2"));
        Assert.Throws<StoreReadOnlyException>(() => reader.RemoveBlob("a"));
        store.WriteBlob("a", "3");
        Assert.Equal("3", reader.BlobText("a"));
    }

    [Fact]
    public void A_closed_store_refuses_all_of_it()
    {
        OpsLogStore store = Open();
        store.WriteBlob("a", "1");
        store.Close();
        Assert.Throws<StoreClosedException>(() => store.WriteBlob("a", "2"));
        Assert.Throws<StoreClosedException>(() => store.RemoveBlob("a"));
        Assert.Throws<StoreClosedException>(() => store.BlobText("a"));
        Assert.Throws<StoreClosedException>(() => store.OpenBlob("a"));
        Assert.Throws<StoreClosedException>(() => store.FindBlob("a"));
        Assert.Throws<StoreClosedException>(() => store.GetBlobs());
        Assert.Throws<StoreClosedException>(() => store.CheckBlobName("a"));
        using OpsLogStore again = Open();
        Assert.Equal("1", again.BlobText("a"));
    }

    [Fact]
    public void A_store_that_is_closed_while_a_blob_is_written_leaves_it_as_it_was()
    {
        OpsLogStore store = Open();
        store.WriteBlob("a", "1");
        Assert.Throws<StoreClosedException>(() => store.WriteBlob("a", new TricklingStream(new byte[10], 5) { Meanwhile = store.Close }));
        using OpsLogStore again = Open();
        Assert.Equal("1", again.BlobText("a"));
        Assert.Equal(["a"], again.BlobNames());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_source_that_fails_or_is_cancelled_leaves_the_blob_as_it_was(bool cancels)
    {
        using CancellationTokenSource stop = new();
        using OpsLogStore store = Open();
        store.WriteBlob("a", "1");
        foreach (string name in new[] { "a", "new" })
        {
            Action meanwhile = cancels ? stop.Cancel : () => throw new InvalidDataException("no more");
            Exception failed = Assert.ThrowsAny<Exception>(() => store.WriteBlob(name, new TricklingStream(new byte[500_000], 200_000) { Meanwhile = meanwhile }, stop.Token));
            Assert.Equal(cancels, failed is OperationCanceledException);
        }

        Assert.Equal(["a"], store.BlobNames());
        Assert.Equal("1", store.BlobText("a"));
        Assert.Empty(Share().ListStray());
        store.WriteBlob("new", "2");
    }

    [Fact]
    public void Agents_share_them_and_the_last_write_wins()
    {
        using OpsLogStore a = Open(new() { Agent = "a" });
        using OpsLogStore b = Open(new() { Agent = "b" });
        a.WriteBlob("x", "a");
        Assert.Equal("a", b.BlobText("x"));
        b.WriteBlob("x", "b");
        Assert.Equal("b", a.BlobText("x"));
        b.RemoveBlob("x");
        Assert.Throws<BlobNotFoundException>(() => a.RemoveBlob("x"));
    }

    [Fact]
    public void They_are_no_part_of_a_batch_of_the_log_or_of_the_manifest()
    {
        using OpsLogStore store = Open();
        using IStorageBackend files = Share();
        byte[] manifest = files.Read(StoreLayout.Manifest)!.Content;
        using (store.BeginBatch())
        {
            store.WriteBlob("a", "1");
        }

        Assert.Equal("1", store.BlobText("a"));
        Assert.Empty(store.GetOperations());
        Assert.Empty(store.Undo());
        Assert.Equal(manifest, files.Read(StoreLayout.Manifest)!.Content);
    }

    private OpsLogStore Open(OpsLogStoreOptions? options = null) => OpsLogStore.Open(Share(), options);
}
