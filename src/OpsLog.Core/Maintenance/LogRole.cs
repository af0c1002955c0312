namespace OpsLog.Core.Maintenance;

/// <summary>What a log is to the manifest.</summary>
internal enum LogRole
{
    /// <summary>It is named, and replayed at an opening.</summary>
    Active,

    /// <summary>It was named before, and is history.</summary>
    Kept,

    /// <summary>It can't have been: it is newer than what is named.</summary>
    Stray,
}
