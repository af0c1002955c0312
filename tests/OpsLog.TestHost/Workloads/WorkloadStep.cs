using System.Text;
using OpsLog.Core.Store;

namespace OpsLog.TestHost.Workloads;

/// <summary>One call on a store, with all that is needed to make it and to know what it should do.</summary>
/// <param name="Kind">Which call.</param>
/// <param name="Changes">What a set, delete or batch writes, in order; a null value deletes.</param>
/// <param name="Segment">
/// Where an archiving moves every record whose id begins with <see cref="ArchivedPrefix"/>, and from where a restore moves
/// those that <see cref="IsRestored"/> selects.
/// </param>
public sealed record WorkloadStep(StepKind Kind, IReadOnlyList<(string Id, string? Value)> Changes, string Segment)
{
    public const string ArchivedPrefix = "old-";

    /// <summary>Whether a restore of its segment restores a record.</summary>
    public static bool IsRestored(string id) => id[^1] % 3 != 0;

    public void RunOn(OpsLogStore store)
    {
        switch (Kind)
        {
            case StepKind.Set or StepKind.Delete:
                Write(store, Changes[0]);
                break;
            case StepKind.Batch:
                store.Batch(batch =>
                {
                    foreach ((string, string?) change in Changes)
                    {
                        Write(batch, change);
                    }
                });
                break;
            case StepKind.Undo:
                store.Undo();
                break;
            case StepKind.Checkpoint:
                store.Compact();
                break;
            case StepKind.Archive:
                store.Archive(record => record.IdText.StartsWith(ArchivedPrefix, StringComparison.Ordinal), Segment);
                break;
            case StepKind.Restore when store.GetSegmentNames().Contains(Segment):
                store.Restore(record => IsRestored(record.IdText), Segment);
                break;
            case StepKind.Flush:
                store.Flush();
                break;
        }
    }

    private static void Write(IRecordWriter writer, (string Id, string? Value) change)
    {
        if (change.Value is null)
        {
            writer.Delete(change.Id);
        }
        else
        {
            writer.Set(change.Id, Encoding.UTF8.GetBytes(change.Value));
        }
    }
}
