namespace OpsLog.Core.Maintenance;

/// <summary>What findings have in common to advise.</summary>
internal static class Advice
{
    public const string Restore = "Restore this file from a backup of the store.";
    public const string RestoreStore = "Restore the whole store from a backup; keep the present files until that is proved good.";
    public const string MakeReadable = "Mend what keeps it from being read (its permissions, the disk), then check again.";
    public const string Nothing = "Nothing needs to be done.";
    public const string OpenForWriting = "Open the store for writing once.";
}
