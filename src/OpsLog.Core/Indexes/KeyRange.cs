namespace OpsLog.Core.Indexes;

/// <summary>Keys that follow one another, both ends included.</summary>
internal readonly record struct KeyRange(ulong From, ulong To)
{
    public static KeyRange All => new(0, ulong.MaxValue);

    public static KeyRange Of(ulong key) => new(key, key);
}
