using OpsLog.Core.State;
using OpsLog.Core.Store;

namespace OpsLog.Tour;

/// <summary>An inventory of files: created, changed, queried, undone, archived, compacted.</summary>
internal static class Story
{
    public static void Run(string directory)
    {
        IReadOnlyList<FileRecord> files = Inventory.Take(out string root);
        Console.WriteLine($"An inventory of {files.Count} files under {root}, in the store {directory}");
        int expected;

        using (OpsLogStore store = OpsLogStore.Open(directory))
        {
            // A sequence of writes shares one flush at its end; after that they all survive a power cut.
            Step.Run("put them into the store", files.Count, "sets", () =>
            {
                using DeferredWrites writes = store.DeferWrites();
                foreach (FileRecord file in files)
                {
                    writes.Set(file.Path, file.ToUtf8());
                }
            });
            Step.Check(store.Count == files.Count, $"{store.Count} records for {files.Count} files");

            FileRecord[] largest = [.. files.OrderByDescending(file => file.Size).Take(files.Count / 10)];
            Step.Run("mark the largest tenth as reviewed", largest.Length, "updates", () =>
            {
                using DeferredWrites writes = store.DeferWrites();
                foreach (FileRecord file in largest)
                {
                    writes.Set(file.Path, (file with { Reviewed = true }).ToUtf8());
                }
            });

            FileRecord[] smallest = [.. files.OrderBy(file => file.Size).ThenBy(file => file.Path, StringComparer.Ordinal).Take(100)];
            Step.Run("remove the 100 smallest", smallest.Length, "deletes", () =>
            {
                using DeferredWrites writes = store.DeferWrites();
                foreach (FileRecord file in smallest)
                {
                    writes.Delete(file.Path);
                }
            });
            expected = files.Count - smallest.Length;
            Step.Check(store.Count == expected, $"{store.Count} records after the removal, not {expected}");

            int found = 0;
            Step.Run("ask for reviewed files over 100 KB", store.Count, "records", () => found = Count(store, IsLargeAndReviewed));
            Step.Check(found == largest.Count(file => file.Size > 100_000), $"{found} found");
            Console.WriteLine($"    {found} found");

            LoggedOperation[] history = [];
            Step.Run("look up the history of one file", 1, "look-up", () => history = [.. store.GetHistory(largest[0].Path)]);
            foreach (LoggedOperation operation in history)
            {
                Console.WriteLine($"    {operation.Time:yyyy-MM-dd HH:mm:ss.fff} {operation.Kind} reviewed {Reviewed(operation.Before)} -> {Reviewed(operation.After)}");
            }

            Step.Check(history.Length == 2, $"{history.Length} operations on a file that was created and changed");

            // The mistake. A batch is one step: in memory, on disk after a crash, and for undo.
            Step.Run("by mistake, remove a half as one batch", expected / 2, "deletes", () => store.Batch(batch =>
            {
                foreach (string path in Ids(store).Take(expected / 2))
                {
                    batch.Delete(path);
                }
            }));
            Step.Check(store.Count == expected - (expected / 2), $"{store.Count} records after the mistake");
        }

        Console.WriteLine("  closed; opening again");
        using (OpsLogStore store = Step.Run("open, replaying the log", 1, "opening", () => OpsLogStore.Open(directory)))
        {
            int undone = Step.Run("undo the mistake", 1, "undo", () => store.Undo().Count);
            Step.Check(undone == expected / 2 && store.Count == expected, $"{undone} undone, {store.Count} records, not {expected}");
            Console.WriteLine($"    {undone} operations undone, {store.Count} records again");

            DateTime limit = files.Select(file => file.Modified).Order().ElementAt(files.Count / 10);
            ArchiveResult archived = Step.Run(
                $"archive what is older than {limit:yyyy-MM-dd HH:mm}", 1, "archiving", () => store.Archive(record => FileRecord.From(record.Value).Modified < limit));
            Step.Check(
                store.Count == expected - archived.Records && store.GetSegments().Sum(segment => segment.Records) == archived.Records,
                $"{store.Count} records, and {archived.Records} moved");
            Console.WriteLine($"    {archived.Records} records moved to segment {archived.Segment}");

            expected = store.Count;
            CheckpointResult checkpoint = Step.Run("compact", store.Count, "records", store.Compact);
            Step.Check(checkpoint.Taken && checkpoint.Records == expected, $"{checkpoint.Records} records in the snapshot, not {expected}");
            Console.WriteLine($"    a snapshot of {checkpoint.SnapshotBytes:N0} bytes covers {checkpoint.Operations} operations");
        }

        using OpsLogStore reader = Step.Run(
            "open for reading, from the snapshot", expected, "records", () => OpsLogStore.Open(directory, new OpsLogStoreOptions { ReadOnly = true }));
        Step.Check(reader.Count == expected && reader.Warnings.Count == 0, $"{reader.Count} records after compaction, not {expected}");
        Console.WriteLine("Everything was as expected.");
    }

    private static int Count(OpsLogStore store, RecordPredicate wanted)
    {
        int count = 0;
        foreach (RecordRef record in store.View())
        {
            count += wanted(record) ? 1 : 0;
        }

        return count;
    }

    private static bool IsLargeAndReviewed(RecordRef record) => FileRecord.From(record.Value) is { Reviewed: true, Size: > 100_000 };

    private static List<string> Ids(OpsLogStore store)
    {
        List<string> ids = [];
        foreach (RecordRef record in store.View())
        {
            ids.Add(record.IdText);
        }

        return ids;
    }

    private static string Reviewed(ReadOnlyMemory<byte>? record) => record is { } json ? $"{FileRecord.From(json.Span).Reviewed}" : "none";
}
