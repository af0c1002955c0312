namespace OpsLog.Core.State;

/// <summary>An operation that contains a previous value of its record, although no earlier operation left one.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Offset">The offset of the line, in bytes.</param>
/// <param name="Id">The record's id.</param>
internal sealed record LogContradiction(long Line, long Offset, string Id);
