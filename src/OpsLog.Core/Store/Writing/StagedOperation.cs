namespace OpsLog.Core.Store.Writing;

/// <summary>One operation of a step that is not written yet.</summary>
/// <param name="Id">The id's bytes.</param>
/// <param name="Value">The record to set; null to remove it.</param>
/// <param name="Undone">For the inverse of an operation, what it takes back; null for any other.</param>
/// <param name="Replaced">The archived record whose place in the segment the record takes; null where it takes none.</param>
internal readonly record struct StagedOperation(byte[] Id, byte[]? Value, UndoneOperation? Undone = null, byte[]? Replaced = null);
