namespace OpsLog.Core.Primitives;

/// <summary>The age of a snapshot or log by its name; names sort in the order in which they were created.</summary>
/// <param name="UnixMs">Milliseconds since 1970, UTC.</param>
/// <param name="Attempt">0, or the number of earlier names in the same millisecond.</param>
internal readonly record struct FileNameTime(long UnixMs, int Attempt) : IComparable<FileNameTime>
{
    /// <inheritdoc/>
    public int CompareTo(FileNameTime other)
    {
        int byTime = UnixMs.CompareTo(other.UnixMs);
        return byTime != 0 ? byTime : Attempt.CompareTo(other.Attempt);
    }
}
