using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Locks;

/// <summary>The locks of agents' ids, as another process sees them.</summary>
internal static class OtherAgents
{
    /// <summary>Acquires the locks of those agents that are not open. An opening as one of them waits until they are disposed of.</summary>
    public static Dictionary<string, IDisposable> AcquireVacant(IStorageBackend backend, IEnumerable<string> agents)
    {
        byte[] self = LockHolderCodec.Write(LockHolder.Current() with { IsCompacting = true });
        Dictionary<string, IDisposable> vacant = new(StringComparer.Ordinal);
        try
        {
            foreach (string agent in agents)
            {
                if (backend.TryLock(StoreLayout.AgentLock(agent), self).Lock is { } acquired)
                {
                    vacant.Add(agent, acquired);
                }
            }
        }
        catch
        {
            foreach (IDisposable acquired in vacant.Values)
            {
                acquired.Dispose();
            }

            throw;
        }

        return vacant;
    }

    /// <summary>Who is live among agents, as far as it is known; null where none is. Takes nothing.</summary>
    public static (string Agent, LockHolder? Holder)? FindLive(IStorageBackend backend, IEnumerable<string> agents)
    {
        foreach (string agent in agents)
        {
            if (backend.IsLocked(StoreLayout.AgentLock(agent), out byte[]? shown))
            {
                return (agent, ShownHolder.Read(shown));
            }
        }

        return null;
    }
}
