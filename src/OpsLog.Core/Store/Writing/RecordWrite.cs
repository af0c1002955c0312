using OpsLog.Core.Json;

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

    /// <summary>What its line contains about the step (<see cref="Model.StepHead"/>).</summary>
    public ReadOnlySpan<byte> StepHead { get; init; }

    /// <summary>When it is written.</summary>
    public required WriteCondition Condition { get; init; }

    /// <summary>Whether the record that exists decides what is written. A plain write needs no search for it.</summary>
    public bool DependsOnCurrent => Merge is not null || Condition != WriteCondition.Always;

    /// <summary>How it changes an existing record; null if it replaces the record.</summary>
    public MergeOptions? Merge { get; init; }
}
