using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Files;

/// <summary>
/// Records of another program's snapshot that can't be used: reported, and saved before a snapshot of ours replaces
/// it.
/// </summary>
internal static class SkippedRecords
{
    /// <summary>So many are named one by one; the others are counted.</summary>
    public const int MostReported = 20;

    private const int LongestShown = 60;

    /// <summary>Reports what was skipped in the snapshot at <paramref name="path"/>.</summary>
    public static void Report(IReadOnlyList<SkippedRecord> skipped, string path, Action<StoreWarning> warn)
    {
        foreach (SkippedRecord record in skipped.Take(MostReported))
        {
            string line = record.Line > 0 ? $"line {record.Line}, " : "";
            warn(new StoreWarning(
                StoreWarningKind.SkippedRecord,
                $"The snapshot '{path}' contains an invalid record at {line}byte {record.Offset}: {Shown(record.Text)}. Its id must be a string and its value a JSON object. The record was skipped. Set it again with an object as its value.",
                path,
                record.Line,
                record.Offset));
        }

        if (skipped.Count > MostReported)
        {
            warn(new StoreWarning(
                StoreWarningKind.SkippedRecord,
                $"The snapshot '{path}' contains {Counted.Of(skipped.Count - MostReported, "more invalid record", "that was", "that were")} skipped. Run Test-OpsLogStore to see all of them.",
                path));
        }
    }

    /// <summary>Copies what was skipped to a file of its own beside the snapshot, and reports where it is.</summary>
    public static StoreWarning PutAside(IStorageBackend backend, string snapshot, IReadOnlyList<SkippedRecord> skipped)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        int attempt = 0;
        while (backend.Find(StoreLayout.SkippedRecords(snapshot, now, attempt)) is not null)
        {
            attempt++;
        }

        string name = StoreLayout.SkippedRecords(snapshot, now, attempt);
        using IObjectWriter target = backend.CreateObject(name);
        foreach (SkippedRecord record in skipped)
        {
            target.Write(record.Text);
            target.Write("\n"u8);
        }

        target.Complete();
        return new StoreWarning(
            StoreWarningKind.SkippedRecord,
            $"The skipped records ({skipped.Count}) were copied to '{StoreFiles.PathOf(backend, name)}', because the next snapshot does not contain them.",
            StoreFiles.PathOf(backend, name));
    }

    private static string Shown(ReadOnlySpan<byte> text)
    {
        string shown = JsonText.Decode(text[..Math.Min(text.Length, LongestShown)]).TrimEnd('\uFFFD');
        return text.Length > LongestShown ? shown + "..." : shown;
    }
}
