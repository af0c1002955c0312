namespace OpsLog.Core.Maintenance;

/// <summary>How much a <see cref="StoreFinding"/> matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing, and nothing is wrong: what can't be verified, or a harmless leftover.</summary>
    Information,

    /// <summary>Something the next opening for writing repairs, or that somebody should look at.</summary>
    Warning,

    /// <summary>Something is lost or wrong, or the store can't be opened.</summary>
    Error,
}
