using System.Globalization;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults;

/// <summary>What one opening of a store gives: state, history and segments as text, and what it complains of.</summary>
internal sealed class StoreReading
{
    /// <summary>The records; null where the store can't be opened.</summary>
    public SortedDictionary<string, string>? Records { get; private set; }

    public string State => Records is null ? "" : string.Join('\n', Records);

    public string History { get; private set; } = "";

    public string Segments { get; private set; } = "";

    /// <summary>What the opening warned of.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Why it can't be opened, or not all of it be read.</summary>
    public List<string> Errors { get; } = [];

    public static StoreReading Of(IStorageBackend backend, OpsLogStoreOptions options)
    {
        StoreReading reading = new();
        reading.Try(() =>
        {
            using OpsLogStore store = OpsLogStore.Open(backend, options);
            reading.Warnings = [.. store.Warnings.Select(warning => warning.Message)];
            reading.Records = store.StateById();
            reading.Try(() => reading.History = string.Join('\n', store.GetOperations().Select(Text)));
            reading.Try(() => reading.Segments = string.Join('\n', store.GetSegmentNames().Select(segment => $"{segment}: {string.Join(", ", store.SegmentById(segment))}")));
        });
        return reading;
    }

    private static string Text(LoggedOperation operation) => string.Create(
        CultureInfo.InvariantCulture,
        $"{operation.Time:O} {operation.Kind} {operation.Id} {operation.Before.Text()} -> {operation.After.Text()} {operation.Agent}:{operation.Clock} {operation.IsUndo} {operation.BatchIndex}/{operation.BatchCount} {operation.Segment}");

    private void Try(Action read)
    {
        try
        {
            read();
        }
        catch (OpsLogException e)
        {
            Errors.Add(e.Message);
        }
    }
}
