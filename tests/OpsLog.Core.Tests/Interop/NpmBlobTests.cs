using System.Text;
using System.Text.Json.Nodes;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Blobs;

namespace OpsLog.Core.Tests.Interop;

/// <summary>The npm package's blobs and its reading without loading, and ours: the same files, and the same streams.</summary>
public sealed class NpmBlobTests : NpmStoreTests
{
    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

    [NpmFact]
    public void What_it_wrote_is_read_replaced_and_removed()
    {
        NpmStore npm = Open();
        Write(npm, "blobs/a.bin", s_bytes);
        Write(npm, "blobs/web 01/my photo.jpg", [1, 2, 3]);
        Write(npm, "blobs/empty", []);
        Write(npm, "data/file.jsonl", [4]);
        npm.Close();

        using (OwnStore own = new(_directory.Path))
        {
            Assert.Equal(["a.bin", "empty", "web 01/my photo.jpg"], own.Store.BlobNames());
            Assert.Equal(s_bytes, own.Store.BlobBytes("a.bin"));
            Assert.Equal(s_bytes[1000..1010], own.Store.BlobBytes("a.bin", 1000, 10));
            Assert.Equal([1, 2, 3], own.Store.BlobBytes("web 01/my photo.jpg"));
            Assert.Empty(own.Store.BlobBytes("empty"));
            own.Store.WriteBlob("web 01/my photo.jpg", "ours");
            own.Store.RemoveBlob("a.bin");
        }

        npm = Open();
        Assert.Equal(["empty", "web 01"], List(npm, "blobs"));
        Assert.Equal("ours"u8, Read(npm, "blobs/web 01/my photo.jpg"));
        Assert.Throws<NpmException>(() => Read(npm, "blobs/a.bin"));
    }

    [NpmFact]
    public void What_we_wrote_it_reads_replaces_and_removes()
    {
        using (OwnStore own = new(_directory.Path))
        {
            own.Set("x", """{"file":"a.bin"}""");
            own.Store.WriteBlob("a.bin", new MemoryStream(s_bytes));
            own.Store.WriteBlob("b", "1");
            own.Compact();
        }

        NpmStore npm = Open();
        Assert.Equal(["a.bin", "b"], List(npm, "blobs"));
        Assert.Equal(s_bytes, Read(npm, "blobs/a.bin"));
        Assert.Equal(s_bytes[5..9], Convert.FromBase64String(npm.Do("readBlobRange", ("path", "blobs/a.bin"), ("offset", 5), ("length", 4))!.GetValue<string>()));
        Write(npm, "blobs/a.bin", [9]);
        npm.Do("deleteBlob", ("path", "blobs/b"));
        npm.Compact();
        npm.Close();

        using OwnStore after = new(_directory.Path);
        Assert.Equal(["a.bin"], after.Store.BlobNames());
        Assert.Equal([9], after.Store.BlobBytes("a.bin"));
        Assert.Equal("""{"file":"a.bin"}""", after.Records["x"]);
        Assert.Empty(after.Store.Warnings);
    }

    [NpmFact]
    public void Both_stream_the_same_snapshot_and_operations()
    {
        using (OwnStore own = new(_directory.Path))
        {
            Story.Begin(own);
            own.Compact();
            Story.Continue(own);
        }

        NpmStore npm = Open();
        string[] snapshot = [.. npm.Do("streamSnapshot")!.AsArray().Select(entry => $"{entry![0]} {entry[1]}")];
        string[] operations = [.. npm.Do("walOps")!.AsArray().Select(line => line!.GetValue<string>())];
        npm.Set("more", """{"v":1}""");
        npm.Close();
        Assert.NotEmpty(snapshot);
        Assert.NotEmpty(operations);

        using StoreFilesReader stream = StoreFilesReader.Open(_directory.Path);
        Assert.Equal(snapshot, stream.ReadSnapshot().Select(record => $"{record.Id} {Text(record.Value)}"));
        Assert.Equal([.. operations, "set more {\"v\":1}"], stream.ReadOperations().Select(operation =>
            $"{(operation.After is null ? "delete" : "set")} {operation.Id} {Text(operation.After ?? default)}"));
    }

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    private static void Write(NpmStore npm, string path, byte[] content) => npm.Do("writeBlob", ("path", path), ("content", Convert.ToBase64String(content)));

    private static byte[] Read(NpmStore npm, string path) => Convert.FromBase64String(npm.Do("readBlob", ("path", path))!.GetValue<string>());

    private static IEnumerable<string> List(NpmStore npm, string path) => npm.Do("listBlobs", ("path", path))!.AsArray().Select(name => name!.GetValue<string>()).Order(StringComparer.Ordinal);
}
