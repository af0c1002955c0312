namespace OpsLog.Core.Indexes;

/// <summary>A key and the number of the entry that has it; ordered by both.</summary>
internal readonly record struct KeyEntry(ulong Key, int Entry) : IComparable<KeyEntry>
{
    public int CompareTo(KeyEntry other) => Key != other.Key ? Key.CompareTo(other.Key) : Entry.CompareTo(other.Entry);
}
