namespace OpsLog.Core.Store;

/// <content>What whoever looks after the store should know of.</content>
public sealed partial class OpsLogStore
{
    /// <summary>What was repaired, skipped or put off since the store was opened.</summary>
    public IReadOnlyList<StoreWarning> Warnings
    {
        get
        {
            lock (_state)
            {
                return [.. _warnings];
            }
        }
    }

    /// <summary>Warns of what is met as often as a file is read.</summary>
    private void WarnOnce(StoreWarning warning)
    {
        lock (_state)
        {
            if (!_warnings.Contains(warning))
            {
                _warnings.Add(warning);
            }
        }
    }

    private void Warn(StoreWarning warning)
    {
        lock (_state)
        {
            _warnings.Add(warning);
        }
    }
}
