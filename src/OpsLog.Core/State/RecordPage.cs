namespace OpsLog.Core.State;

/// <summary>How entries are numbered through pages: a view shares a page with its table until an entry in it changes.</summary>
internal static class RecordPage
{
    /// <summary>By how many bits an entry's number is shifted to give its page.</summary>
    public const int Shift = 11;

    /// <summary>How many entries a page has.</summary>
    public const int Size = 1 << Shift;
}
