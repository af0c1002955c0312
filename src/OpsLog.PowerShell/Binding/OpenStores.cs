using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// The open stores of each runspace. They are closed with their runspace, when the module is removed from it, and when
/// the process ends.
/// </summary>
internal static class OpenStores
{
    /// <summary>The maximum time that the end of the process waits for a disk that does not respond.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private static readonly object s_gate = new();
    private static readonly ConditionalWeakTable<Runspace, List<OpsLogSession>> s_sessions = [];
    private static bool s_watchesExit;

    [ThreadStatic]
    private static OpsLogSession? t_ofBatch;

    /// <summary>
    /// The store of the batch that runs on this thread, otherwise the open store that was opened last in this runspace;
    /// null if there is none.
    /// </summary>
    public static OpsLogSession? Current => t_ofBatch ?? (Here() is [OpsLogSession last, ..] ? last : null);

    /// <summary>Makes the store of a batch the default on this thread until the result is disposed.</summary>
    public static IDisposable UseForBatch(OpsLogSession session) => new BatchDefault(session);

    /// <summary>The open stores of this runspace, the last opened first.</summary>
    public static IReadOnlyList<OpsLogSession> Here()
    {
        lock (s_gate)
        {
            return Runspace.DefaultRunspace is { } runspace && s_sessions.TryGetValue(runspace, out List<OpsLogSession>? sessions)
                ? [.. sessions.Where(session => session.IsOpen).Reverse()]
                : [];
        }
    }

    /// <summary>The open store of a directory; null if there is none in this runspace.</summary>
    public static OpsLogSession? Find(string directory) => FindAll(directory).FirstOrDefault();

    /// <summary>The open stores of a directory in this runspace: one store, or several agents and readers.</summary>
    public static IEnumerable<OpsLogSession> FindAll(string directory)
    {
        string wanted = Path.TrimEndingDirectorySeparator(directory);
        StringComparison comparison = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return Here().Where(session => Path.TrimEndingDirectorySeparator(session.Path).Equals(wanted, comparison));
    }

    /// <summary>Makes a store that was just opened the default of this runspace.</summary>
    public static OpsLogSession Add(OpsLogStore store)
    {
        OpsLogSession session = new(store);
        Runspace runspace = Runspace.DefaultRunspace;
        lock (s_gate)
        {
            if (!s_sessions.TryGetValue(runspace, out List<OpsLogSession>? sessions))
            {
                s_sessions.Add(runspace, sessions = []);
                runspace.StateChanged += OnStateChanged;
            }

            sessions.RemoveAll(closed => !closed.IsOpen);
            sessions.Add(session);
            if (!s_watchesExit)
            {
                s_watchesExit = true;
                AppDomain.CurrentDomain.ProcessExit += OnExit;
            }
        }

        return session;
    }

    /// <summary>Closes the stores of a runspace, the last opened first.</summary>
    /// <returns>The failures, one for each store that could not be written.</returns>
    public static IReadOnlyList<Exception> CloseAll(Runspace runspace)
    {
        List<OpsLogSession> open;
        lock (s_gate)
        {
            if (!s_sessions.TryGetValue(runspace, out List<OpsLogSession>? sessions))
            {
                return [];
            }

            open = [.. sessions];
            sessions.Clear();
        }

        open.Reverse();
        return [.. open.Select(TryClose).OfType<Exception>()];
    }

    private static Exception? TryClose(OpsLogSession session)
    {
        try
        {
            session.Store.Close();
            return null;
        }
        catch (OpsLogException e)
        {
            return e;
        }
    }

    private static void OnStateChanged(object? sender, RunspaceStateEventArgs e)
    {
        if (sender is Runspace runspace && e.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
        {
            CloseAll(runspace);
        }
    }

    private static void OnExit(object? sender, EventArgs e)
    {
        KeyValuePair<Runspace, List<OpsLogSession>>[] left;
        lock (s_gate)
        {
            left = [.. s_sessions];
        }

        // Closing would wait forever for a batch that itself ended the process.
        foreach (OpsLogSession session in left.SelectMany(entry => entry.Value))
        {
            session.AbandonBatch();
        }

        Task[] closing = [.. left.Select(entry => Task.Run(() => CloseAll(entry.Key)))];
        Task.WaitAll(closing, s_patience);
    }

    private sealed class BatchDefault : IDisposable
    {
        private readonly OpsLogSession? _before = t_ofBatch;

        public BatchDefault(OpsLogSession session) => t_ofBatch = session;

        public void Dispose() => t_ofBatch = _before;
    }
}
