using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults;

/// <summary>A store's files as bytes, to be changed and opened as often as a test likes.</summary>
internal sealed class StoreImage
{
    private StoreImage(SortedDictionary<string, byte[]> files) => Files = files;

    public SortedDictionary<string, byte[]> Files { get; }

    /// <summary>The objects of a store.</summary>
    public static StoreImage Of(IStorageBackend backend)
    {
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
        foreach (StoredObject stored in backend.List(""))
        {
            files[stored.Name] = backend.Read(stored.Name)!.Content;
        }

        return new StoreImage(files);
    }

    /// <summary>A store that is checked in.</summary>
    public static StoreImage OfFixture(string name)
    {
        using FileSystemBackend backend = new(StoreFixture.PathOf(name));
        return Of(backend);
    }

    /// <summary>The same store with an index of its snapshot.</summary>
    public StoreImage WithIndexes()
    {
        MemoryBackend backend = Copy();
        SnapshotIndexFile.TryMake(backend, ManifestCodec.Read(backend.Read(StoreLayout.Manifest)!.Content, "manifest"), 0);
        StoreImage image = Of(backend);
        Assert.Equal(Files.Count + 1, image.Files.Count);
        return image;
    }

    /// <summary>The same files with one changed; null removes it.</summary>
    public StoreImage Replace(string name, byte[]? content)
    {
        SortedDictionary<string, byte[]> files = new(Files, StringComparer.Ordinal);
        files.Remove(name);
        if (content is not null)
        {
            files.Add(name, content);
        }

        return new StoreImage(files);
    }

    /// <summary>A store in memory of these files.</summary>
    public MemoryBackend Copy() => With("", []);

    /// <summary>A store in memory of these files, with another content of one of them.</summary>
    public MemoryBackend With(string name, byte[] content)
    {
        MemoryBackend backend = new();
        foreach ((string file, byte[] original) in Files)
        {
            backend.Put(file, file == name ? content : original, PutCondition.None);
        }

        return backend;
    }
}
