namespace OpsLog.Core.Store.Writing;

/// <summary>A write of one record: checked, but not yet decided.</summary>
internal readonly ref struct RecordWrite
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The id's bytes.</summary>
    public required ReadOnlySpan<byte> Key { get; init; }

    /// <summary>The record, or the changes to it, as it is stored.</summary>
    public required ReadOnlySpan<byte> Json { get; init; }

    /// <summary>When it is written.</summary>
    public required WriteCondition Condition { get; init; }

    /// <summary>Whether the record that exists decides what is written. A plain write needs no search for it.</summary>
    public bool DependsOnCurrent => IsMerge || Condition != WriteCondition.Always;

    /// <summary>Whether it changes an existing record.</summary>
    public bool IsMerge { get; init; }

    /// <summary>Whether the changes find members of the record in another case.</summary>
    public bool IgnoreCase { get; init; }
}
