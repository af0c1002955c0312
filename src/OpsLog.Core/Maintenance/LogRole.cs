namespace OpsLog.Core.Maintenance;

/// <summary>The role of a log in the manifest.</summary>
internal enum LogRole
{
    /// <summary>The manifest names it, and an opening replays it.</summary>
    Active,

    /// <summary>A manifest named it before; it is history.</summary>
    Kept,

    /// <summary>No manifest can have named it, because it is newer than the logs that are named.</summary>
    Stray,
}
