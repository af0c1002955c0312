namespace OpsLog.Core.Store;

/// <summary>One operation of a batch that is not written yet.</summary>
/// <param name="Id">The id's bytes.</param>
/// <param name="Value">The record to set; null to remove it.</param>
internal readonly record struct StagedOperation(byte[] Id, byte[]? Value);
