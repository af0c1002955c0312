namespace OpsLog.Core.Primitives;

/// <summary>The age of a snapshot or log as its name tells it; the order of two names is the order they were made in.</summary>
/// <param name="UnixMs">Milliseconds since 1970, UTC.</param>
/// <param name="Attempt">0, or the number of names that were taken before in that millisecond.</param>
internal readonly record struct FileStamp(long UnixMs, int Attempt) : IComparable<FileStamp>
{
    /// <inheritdoc/>
    public int CompareTo(FileStamp other)
    {
        int byTime = UnixMs.CompareTo(other.UnixMs);
        return byTime != 0 ? byTime : Attempt.CompareTo(other.Attempt);
    }
}
