namespace OpsLog.Core.Indexes;

/// <summary>A range of an index.</summary>
internal readonly record struct IndexPart(IndexContent Content, IndexRange Range)
{
    public int Count => Content.CountIn(Range);
}
