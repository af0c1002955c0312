namespace OpsLog.Core.State;

/// <summary>Where an id is in a table, until the table changes.</summary>
/// <param name="Index">The number of its entry; -1 if there is none.</param>
/// <param name="Hash">The hash of the id.</param>
internal readonly record struct RecordPlace(int Index, uint Hash);
