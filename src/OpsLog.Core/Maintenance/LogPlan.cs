using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>One log of a store, and its role in the manifest.</summary>
/// <param name="Name">The log.</param>
/// <param name="Agent">The agent of the log; empty for the log of a single writer.</param>
/// <param name="Role">Its role.</param>
/// <param name="Time">Its age by its name.</param>
internal sealed record LogPlan(string Name, string Agent, LogRole Role, FileNameTime Time)
{
    /// <summary>All logs, kept logs first, each group from the oldest to the newest.</summary>
    public static List<LogPlan> Of(CheckRun run)
    {
        List<string> active = run.Manifest is { } manifest ? [.. manifest.ActiveAgentOps.Values, manifest.ActiveOps] : [];
        IEnumerable<string> kept = run.Objects.Select(stored => stored.Name).Where(name => StoreLayout.IsLog(name) && !active.Contains(name));
        return [.. kept.Concat(active.Distinct(StringComparer.Ordinal)).Select(name => Of(run, name, active.Contains(name)))
            .OrderBy(log => log.Role == LogRole.Active).ThenBy(log => log.Time).ThenBy(log => log.Name, StringComparer.Ordinal)];
    }

    private static LogPlan Of(CheckRun run, string name, bool isActive)
    {
        bool isAgents = StoreLayout.TryParseAgentLog(name, out string agent, out FileNameTime time);
        bool isWriters = StoreLayout.TryParseWriterLog(name, out FileNameTime begun);
        time = isWriters ? begun : time;
        LogRole role = isActive ? LogRole.Active : isWriters && IsStray(run.Manifest, time) ? LogRole.Stray : LogRole.Kept;
        return new LogPlan(name, isAgents ? agent : "", role, time);
    }

    /// <summary>The manifest names a single writer's log from its first write until there is a newer log.</summary>
    private static bool IsStray(Manifest? manifest, FileNameTime time) =>
        manifest is not null
        && (StoreLayout.TryParseWriterLog(manifest.ActiveOps, out FileNameTime newest) || StoreLayout.TryParseSnapshot(manifest.CurrentSnapshot, out newest))
        && time.CompareTo(newest) > 0;
}
