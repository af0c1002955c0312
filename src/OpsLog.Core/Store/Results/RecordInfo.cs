namespace OpsLog.Core.Store;

/// <summary>When a record was created and last changed, as far as the kept history contains it.</summary>
/// <param name="Created">
/// When the record was created, UTC; null if the kept history does not contain it. A record that was archived and restored,
/// or whose removal was undone, is the same record.
/// </param>
/// <param name="Changed">When the value was last set, UTC; null if the kept history does not contain it.</param>
/// <param name="Agent">The agent that last set the value; null for a single writer.</param>
/// <param name="Author">Who last set the value; null if it is not known.</param>
public readonly record struct RecordInfo(DateTime? Created, DateTime? Changed, string? Agent, string? Author);
