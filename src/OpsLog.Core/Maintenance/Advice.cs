namespace OpsLog.Core.Maintenance;

/// <summary>The advice that findings of several kinds share.</summary>
internal static class Advice
{
    public const string Nothing = "No action is required.";
    public const string MakeReadable = "Make it readable (check its permissions and the disk), then check the store again.";
    public const string Restore = "Restore this file from a backup of the store.";
    public const string RestoreStore = "Restore the whole store from a backup. Keep the present files until you have checked the restored store.";
    public const string RestoreHistory = "The records are not affected, but history and undo are. Restore this file from a backup of the store.";
    public const string RestoreOrAccept = "Restore the store from a backup. To continue with the readable part instead, open the store for writing and run Invoke-OpsLogCompaction.";
    public const string Anew = "Set the record again with an object as its value.";
    public const string Delete = "Delete it if you do not need it. The store does not use it.";
}
