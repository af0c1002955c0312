namespace OpsLog.Core.Maintenance;

/// <summary>The severity of a <see cref="StoreFinding"/>.</summary>
public enum FindingSeverity
{
    /// <summary>Nothing is wrong: what can't be verified, or a harmless remaining file.</summary>
    Information,

    /// <summary>The next opening for writing repairs the problem, or a person should examine it.</summary>
    Warning,

    /// <summary>Data is lost or wrong, or the store can't be opened.</summary>
    Error,
}
