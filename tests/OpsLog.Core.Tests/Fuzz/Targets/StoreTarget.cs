using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Locks;
using OpsLog.Core.Store.Segments;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>Targets that are given all files of a store, some of them spoilt.</summary>
internal abstract class StoreTarget : FuzzTarget
{
    private readonly Mutator _manifests = new(Corpus.Manifests);
    private readonly Mutator _snapshots = new(Corpus.Snapshots);
    private readonly Mutator _logs = new(Corpus.Logs);
    private readonly Mutator _segments = new(Corpus.Segments);

    /// <summary>Buffers for every log, snapshot and writer of a dozen openings.</summary>
    public override long BaseAllocation => 32 * 1024 * 1024;

    public override int AllocationFactor => 512;

    public override FuzzInput Next(Random random)
    {
        StoreImage image = Hostile.Pick(random, Corpus.Stores);
        List<string> names = [.. image.Files.Keys.Where(name => name != StoreLayout.WriterMarker)];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            string name = Hostile.Pick(random, names);

            // A spoilt manifest mostly ends it all.
            name = name == StoreLayout.Manifest ? Hostile.Pick(random, names) : name;
            image = image.With(name, Change(random, name, image.Files[name]));
        }

        if (random.Next(8) == 0)
        {
            image = image.With(Hostile.Pick(random, names), image.Files[Hostile.Pick(random, names)]);
        }

        image = random.Next(5) > 0 ? image.Sealed() : image;
        IEnumerable<(string, byte[])> files = image.Files.Where(file => file.Key != StoreLayout.WriterMarker).Select(file => (file.Key, file.Value));
        files = random.Next(10) == 0 ? files.Append((StoreLayout.WriterMarker, new Grammar(random).LockFile())) : files;
        FuzzInput input = new(random.Next(), [.. files]);
        return random.Next(20) == 0 ? input.Without(random.Next(input.Parts.Count)) : input;
    }

    protected static MemoryBackend DiskOf(FuzzInput input)
    {
        MemoryBackend disk = new();
        foreach ((string name, byte[] bytes) in input.Parts)
        {
            disk.Put(name, bytes, PutCondition.None);
        }

        return disk;
    }

    protected static OpsLogStoreOptions OptionsOf(FuzzInput input) => new()
    {
        SchemaVersion = 2 - (input.Choice & 1),
        Durability = Durability.OperatingSystem,
        CheckpointOnClose = (CheckpointOnClose)((input.Choice >> 1) % 3),
        TurnTimeout = TimeSpan.FromMilliseconds(20),

        // Logs are read in windows of that size at most, so that some need several.
        LargestStep = (input.Choice >> 4) % 4 == 0 ? 4_000 : 1 << 30,
    };

    /// <summary>Does something that may be refused, and gives the refusal.</summary>
    protected static OpsLogException? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (OpsLogException refused)
        {
            return refused;
        }
    }

    /// <summary>
    /// Nothing that could be read is lost: each log contains what it contained, except for a torn end that is in a
    /// separate file now, and for the newline that ends a superseded log; segments are unchanged, and so is the
    /// snapshot in use.
    /// </summary>
    protected static void ThrowIfLost(FuzzInput input, MemoryBackend disk)
    {
        SortedDictionary<string, byte[]> after = StoreImage.Of(disk).Files;
        foreach ((string name, byte[] before) in input.Parts)
        {
            bool isLog = name.StartsWith(StoreLayout.LogFolder, StringComparison.Ordinal);
            if (!isLog && !name.StartsWith(StoreLayout.ArchiveFolder, StringComparison.Ordinal))
            {
                continue;
            }

            if (!after.TryGetValue(name, out byte[]? now))
            {
                FuzzFailureException.ThrowIf(before.Length > 0 && !IsLeftover(input, name), $"'{name}' is gone");
                continue;
            }

            byte[] aside = [.. after.Where(file => file.Key.StartsWith($"{name}.torn-", StringComparison.Ordinal)).SelectMany(file => file.Value)];
            bool isFenced = isLog && now is [.., (byte)'\n'] && now.Length + aside.Length == before.Length + 1;
            FuzzFailureException.ThrowIf(!before.AsSpan().SequenceEqual([.. isFenced ? now.AsSpan(..^1) : now, .. isLog ? aside : []]), $"of '{name}' {before.Length} bytes became {now.Length} and {aside.Length} beside them");
        }
    }

    /// <summary>All that can be read of a store; each of it may be refused.</summary>
    protected void ReadAll(OpsLogStore store)
    {
        store.GetStatistics();
        Note("history", Try(() => _ = store.GetOperations().Count()));
        Note("history of one record", Try(() => _ = store.GetOperations(new OperationFilter { Id = "k1", Since = DateTime.UnixEpoch }).Count()));
        Note("segments", Try(() => store.GetSegments().ToString()));
        foreach (string segment in store.GetSegmentNames())
        {
            Note("a segment", Try(() => _ = store.ReadSegment(segment).Count()));
        }

        store.GetAgents();
    }

    private void Note(string what, OpsLogException? refused) =>
        Count(refused is null ? $"{what} read" : $"{what} refused, {FuzzRun.OutcomeOf(refused)}");

    private byte[] Change(Random random, string name, byte[] bytes)
    {
        Grammar grammar = new(random);
        bool isNew = random.Next(12) == 0;
        bool isSealed = random.Next(5) > 0;
        if (name == StoreLayout.Manifest)
        {
            return Fit(isNew ? grammar.Manifest() : _manifests.Change(random, bytes), Sealer.Document);
        }

        if (name.StartsWith(StoreLayout.LogFolder, StringComparison.Ordinal))
        {
            return Fit(isNew ? grammar.Log() : _logs.Change(random, bytes), Sealer.Lines);
        }

        return name.StartsWith(StoreLayout.ArchiveFolder, StringComparison.Ordinal)
            ? Fit(isNew ? grammar.Document(isSegment: true) : _segments.Change(random, bytes), Sealer.Document)
            : isNew ? grammar.SnapshotLines() : _snapshots.Change(random, bytes);

        byte[] Fit(byte[] changed, Func<byte[], byte[]> seal) => isSealed ? seal(changed) : changed;
    }

    /// <summary>Whether a segment is what an interrupted archive or restore leaves: it has no records, or the manifest does not name it and they are all active.</summary>
    private static bool IsLeftover(FuzzInput input, string name)
    {
        if (StoreLayout.ParseSegment(name) is not { } segment)
        {
            return false;
        }

        MemoryBackend disk = new();
        foreach ((string part, byte[] content) in input.Parts)
        {
            disk.Put(part, content, PutCondition.None);
        }

        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true, SchemaVersion = int.MaxValue });
        using SegmentReader reader = new(disk, segment, name);
        bool isNamed = store.GetSegmentNames().Contains(segment);
        while (reader.TryRead())
        {
            if (isNamed || !reader.IsRecord || store.Get(JsonText.Decode(reader.Id)) is not { } active || !RecordJson.AreEqual(active, reader.Value))
            {
                return false;
            }
        }

        return true;
    }
}
