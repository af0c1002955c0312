using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>What inputs are made from: the stores that are checked in, and some of the engine's own, file by file.</summary>
internal static class Corpus
{
    private static readonly Lazy<IReadOnlyList<StoreImage>> s_stores = new(() =>
    [
        .. Directory.GetDirectories(StoreFixture.PathOf("")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).Select(StoreImage.OfFixture),
        .. StoreMaker.All(),
    ]);

    public static IReadOnlyList<StoreImage> Stores => s_stores.Value;

    public static IReadOnlyList<byte[]> Manifests { get; } = [.. Stores.Select(store => store.Manifest)];

    public static IReadOnlyList<byte[]> Snapshots { get; } = Files(StoreLayout.SnapshotFolder);

    public static IReadOnlyList<byte[]> Logs { get; } = Files(StoreLayout.LogFolder);

    public static IReadOnlyList<byte[]> Segments { get; } = Files(StoreLayout.ArchiveFolder);

    /// <summary>The lines of logs.</summary>
    public static IReadOnlyList<byte[]> Operations { get; } = LinesOf(Logs);

    /// <summary>The single-document snapshots, whose layout is that of segments.</summary>
    public static IReadOnlyList<byte[]> Documents { get; } = [.. Segments, .. Snapshots.Where(snapshot => snapshot.AsSpan().IndexOf("\"records\""u8) >= 0)];

    /// <summary>JSON of every kind: whole documents and single lines.</summary>
    public static IReadOnlyList<byte[]> Texts { get; } = [.. Operations, .. LinesOf(Snapshots), .. Manifests, .. Segments];

    private static byte[][] Files(string folder) =>
        [.. Stores.SelectMany(store => store.Files).Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal)).Select(file => file.Value)];

    private static byte[][] LinesOf(IReadOnlyList<byte[]> files)
    {
        List<byte[]> lines = [];
        foreach (byte[] file in files)
        {
            foreach (Range line in Lines.Of(file))
            {
                if (file[line].Length > 0)
                {
                    lines.Add(file[line]);
                }
            }
        }

        return [.. lines];
    }
}
