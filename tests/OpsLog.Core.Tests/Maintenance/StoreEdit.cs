using System.Text;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Faults;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>Changes a store's files as damage would, or, with recomputed checksums, as only a faulty program would.</summary>
internal static class StoreEdit
{
    public static Manifest ManifestOf(this StoreImage image) => ManifestCodec.Read(image.Files[StoreLayout.Manifest], "manifest");

    public static StoreImage WithManifest(this StoreImage image, Func<Manifest, Manifest> change) =>
        image.Replace(StoreLayout.Manifest, ManifestCodec.Write(change(image.ManifestOf())));

    /// <summary>Has the manifest say how long a log was when it was closed.</summary>
    public static StoreImage WithLength(this StoreImage image, string log, long length) =>
        image.WithManifest(manifest => manifest with { LogLengths = new Dictionary<string, long> { [log] = length } });

    /// <summary>Changes the text of a file; its checksums stay as they are.</summary>
    public static StoreImage WithText(this StoreImage image, string name, Func<string, string> change) =>
        image.Replace(name, Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(image.Files[name]))));

    /// <summary>Changes the text of the current snapshot, and has the manifest vouch for it.</summary>
    public static StoreImage WithSnapshot(this StoreImage image, Func<string, string> change)
    {
        string name = image.ManifestOf().CurrentSnapshot;
        StoreImage changed = image.WithText(name, change);
        byte[] content = changed.Files[name];
        return changed.WithManifest(manifest => manifest with { Seal = new SnapshotSeal(content.Length, Crc32C.Compute(content)) });
    }

    /// <summary>Changes a log line by line, each without its checksum and last brace, and gives each a new checksum.</summary>
    public static StoreImage WithLines(this StoreImage image, string log, Func<IReadOnlyList<string>, IEnumerable<string>> change) =>
        image.WithText(log, text => string.Concat(change(OpenLines(text)).Select(Sealed)));

    public static string ActiveLog(this StoreImage image) => image.ManifestOf().ActiveOps;

    /// <summary>Where a line begins, counted from 1.</summary>
    public static long OffsetOf(this StoreImage image, string name, int line)
    {
        byte[] content = image.Files[name];
        int offset = 0;
        for (int i = 1; i < line; i++)
        {
            offset += content.AsSpan(offset).IndexOf((byte)'\n') + 1;
        }

        return offset;
    }

    private static string[] OpenLines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..^Seal.Length])];

    private static string Sealed(string open)
    {
        using ByteBuffer line = new();
        line.Append(Encoding.UTF8.GetBytes(open));
        Seal.Close(line, 0);
        line.Append((byte)'\n');
        return Encoding.UTF8.GetString(line.Span);
    }
}
