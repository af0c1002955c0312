namespace OpsLog.PowerShell.Conversion;

/// <summary>How a stored string that is a date in the format of this module is returned.</summary>
public enum DateKind
{
    /// <summary>As a <see cref="DateTime"/> or <see cref="DateTimeOffset"/>.</summary>
    Default,

    /// <summary>As a string.</summary>
    String,
}
