namespace OpsLog.PowerShell.Conversion;

/// <summary>What becomes of stored text that is a date as this module writes dates.</summary>
public enum DateKind
{
    /// <summary>It becomes a <see cref="DateTime"/> or <see cref="DateTimeOffset"/>.</summary>
    Default,

    /// <summary>It stays text.</summary>
    String,
}
