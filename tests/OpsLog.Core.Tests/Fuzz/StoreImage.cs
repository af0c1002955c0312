using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>The files of a store, by name.</summary>
internal sealed partial class StoreImage(SortedDictionary<string, byte[]> files)
{
    private const long FirstStamp = 1_700_000_000_000;

    public SortedDictionary<string, byte[]> Files => files;

    public byte[] Manifest => files[StoreLayout.Manifest];

    public static StoreImage Of(IStorageBackend backend)
    {
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
        foreach (StoredObject stored in backend.List(""))
        {
            files.Add(stored.Name, backend.Read(stored.Name)!.Content);
        }

        return new StoreImage(files);
    }

    public static StoreImage OfFixture(string name)
    {
        string folder = StoreFixture.PathOf(name);
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
        foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            files.Add(Path.GetRelativePath(folder, path).Replace('\\', '/'), SharedFile.ReadAllBytes(path));
        }

        return new StoreImage(files);
    }

    public MemoryBackend ToBackend()
    {
        MemoryBackend backend = new();
        foreach ((string name, byte[] bytes) in files)
        {
            backend.Put(name, bytes, PutCondition.None);
        }

        return backend;
    }

    /// <summary>
    /// The same store with fixed times: a store that is created in each run has other times, and a seed would not result
    /// in the same inputs.
    /// </summary>
    public StoreImage WithFixedTimes()
    {
        string[] stamps = [.. files.Keys.SelectMany(name => Stamp().Matches(name)).Select(match => match.Value).Distinct().OrderBy(AgeOf)];
        Dictionary<string, string> fixedStamps = stamps
            .Select((stamp, i) => (stamp, (FirstStamp + i).ToString(CultureInfo.InvariantCulture)))
            .ToDictionary(pair => pair.stamp, pair => pair.Item2);
        SortedDictionary<string, byte[]> changed = new(StringComparer.Ordinal);
        foreach ((string name, byte[] bytes) in files)
        {
            string text = Time().Replace(Encoding.Latin1.GetString(bytes), "2026-11-22T12:00:00.000Z");
            byte[] content = Encoding.Latin1.GetBytes(Fix(Revision().Replace(text, FirstStamp.ToString(CultureInfo.InvariantCulture))));
            changed.Add(Fix(name), name.StartsWith(StoreLayout.LogFolder, StringComparison.Ordinal) ? Sealer.Lines(content) : Sealer.Document(content));
        }

        return new StoreImage(changed).Sealed();

        string Fix(string text) => Stamp().Replace(text, match => fixedStamps.GetValueOrDefault(match.Value, match.Value));
    }

    /// <summary>The same store with a manifest that vouches for the snapshot it names.</summary>
    public StoreImage Sealed()
    {
        if (!files.ContainsKey(StoreLayout.Manifest) || Snapshot() is not { } snapshot)
        {
            return this;
        }

        return With(StoreLayout.Manifest, Sealer.Manifest(Manifest, files[snapshot]));
    }

    public StoreImage With(string name, byte[] bytes) =>
        new(new SortedDictionary<string, byte[]>(files, StringComparer.Ordinal) { [name] = bytes });

    /// <summary>The snapshot that the manifest names first, as far as a damaged manifest shows it.</summary>
    private string? Snapshot() =>
        SnapshotName().Match(Encoding.Latin1.GetString(Manifest)) is { Success: true } match && files.ContainsKey(match.Groups[1].Value)
            ? match.Groups[1].Value
            : null;

    private static (long, int) AgeOf(string stamp)
    {
        string[] parts = stamp.Split('_');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
    }

    [GeneratedRegex(@"(?<=-)\d{13}(_\d+)?(?=\.jsonl|$)")]
    private static partial Regex Stamp();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<=""revision"":)\d{13}")]
    private static partial Regex Revision();

    [GeneratedRegex(@"""currentSnapshot"":\s*""([^""]*)""")]
    private static partial Regex SnapshotName();
}
