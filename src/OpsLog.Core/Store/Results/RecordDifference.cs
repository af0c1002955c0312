using OpsLog.Core.Json;

namespace OpsLog.Core.Store;

/// <summary>A record that differs between two states.</summary>
/// <param name="Id">The id.</param>
/// <param name="Before">The record in the first state, one JSON object in UTF-8; null if it is not there.</param>
/// <param name="After">The record in the second state, one JSON object in UTF-8; null if it is not there.</param>
public sealed record RecordDifference(string Id, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte>? After)
{
    /// <summary>How it differs.</summary>
    public DifferenceKind Kind => Before is null ? DifferenceKind.Added : After is null ? DifferenceKind.Removed : DifferenceKind.Changed;

    /// <summary>The properties that differ; all of them if the record is in one state only.</summary>
    public IReadOnlyList<PropertyChange> GetProperties() => PropertyChanges.Between(Before, After);
}
