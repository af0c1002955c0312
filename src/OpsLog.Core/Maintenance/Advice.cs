namespace OpsLog.Core.Maintenance;

/// <summary>What findings of several kinds have in common to advise.</summary>
internal static class Advice
{
    public const string Nothing = "Nothing needs to be done.";
    public const string MakeReadable = "Mend what keeps it from being read (its permissions, the disk), then check again.";
    public const string Restore = "Restore this file from a backup of the store.";
    public const string RestoreStore = "Restore the whole store from a backup, and keep the present files until that is proved good.";
    public const string RestoreHistory = "The state does not depend on it, but history and undo do: restore this file from a backup of the store.";
    public const string RestoreOrAccept = "Restore the store from a backup; or open it for writing and compact it, to go on with what can be read.";
    public const string Anew = "Set the record anew with an object as its value.";
    public const string Delete = "Delete it if it is of no use to you; the store does not depend on it.";
}
