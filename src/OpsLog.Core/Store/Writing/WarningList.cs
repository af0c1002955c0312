namespace OpsLog.Core.Store.Writing;

/// <summary>What was repaired, skipped or postponed after the store was opened. Used from any thread.</summary>
/// <param name="first">Warnings from before the opening: of a migration.</param>
internal sealed class WarningList(IReadOnlyList<StoreWarning> first)
{
    private readonly object _gate = new();
    private readonly List<StoreWarning> _warnings = [.. first];

    public void Add(StoreWarning warning)
    {
        lock (_gate)
        {
            _warnings.Add(warning);
        }
    }

    /// <summary>Adds a warning about something that is met each time a file is read.</summary>
    public void AddOnce(StoreWarning warning)
    {
        lock (_gate)
        {
            if (!_warnings.Contains(warning))
            {
                _warnings.Add(warning);
            }
        }
    }

    /// <summary>Forgets what was met, because an opening starts again.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _warnings.Clear();
            _warnings.AddRange(first);
        }
    }

    /// <summary>The warnings so far, in the order they came up.</summary>
    public IReadOnlyList<StoreWarning> ToList()
    {
        lock (_gate)
        {
            return [.. _warnings];
        }
    }
}
