using System.Text;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Blobs;

/// <summary>Blobs as text, as tests like to write them.</summary>
internal static class BlobExtensions
{
    public static BlobInfo WriteBlob(this OpsLogStore store, string name, string content) => store.WriteBlob(name, new MemoryStream(Encoding.UTF8.GetBytes(content)));

    public static string BlobText(this OpsLogStore store, string name) => Encoding.UTF8.GetString(store.BlobBytes(name));

    public static byte[] BlobBytes(this OpsLogStore store, string name, long offset = 0, long length = long.MaxValue)
    {
        using MemoryStream content = new();
        long copied = store.ReadBlob(name, content, offset, length);
        Assert.Equal(copied, content.Length);
        return content.ToArray();
    }

    public static string[] BlobNames(this OpsLogStore store) => [.. store.GetBlobs().Select(blob => blob.Name)];
}
