using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store.History;

/// <summary>The steps of one writer that no undo has taken back, read backwards from the last one.</summary>
internal static class StepsToUndo
{
    /// <summary>
    /// Reads the steps, each with its log. A damaged step is among them even if it was undone: what it was is unknown.
    /// </summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="logs">The writer's logs, the newest first.</param>
    /// <param name="newestEnd">Up to where the newest log is read.</param>
    /// <param name="begins">Where the steps of a log begin that count, in bytes; 0 where it has no entry.</param>
    /// <param name="undone">
    /// The steps that later steps took back by themselves and that were not met yet; the reading adds and removes them.
    /// </param>
    public static IEnumerable<(LogStep Step, string Log)> Read(
        IStorageBackend backend, IEnumerable<string> logs, long newestEnd, IReadOnlyDictionary<string, long> begins, HashSet<StepPlace> undone)
    {
        int undos = 0;
        long? end = newestEnd;
        foreach (string log in logs)
        {
            // Another agent may remove kept logs meanwhile, the oldest first, so there is nothing before one that is missing.
            using IObjectReader? source = end is null ? StoreFiles.TryOpen(backend, log) : backend.OpenRead(log);
            if (source is null)
            {
                yield break;
            }

            LogStepReader steps = new(source, end ?? source.Length);
            end = null;
            long begin = begins.GetValueOrDefault(log);
            while (steps.ReadPrevious() is { } step && step.Offset >= begin)
            {
                if (step.IsDamaged)
                {
                    yield return (step, log);
                }
                else if (step.IsUndo)
                {
                    undos++;
                }
                else if (step.Undoes is { } other)
                {
                    undone.Add(other);
                }
                else if (undone.Remove(new StepPlace(log, step.Offset)))
                {
                    continue;
                }
                else if (undos == 0)
                {
                    yield return (step, log);
                }
                else
                {
                    undos--;
                }
            }
        }
    }
}
