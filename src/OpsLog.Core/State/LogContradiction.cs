namespace OpsLog.Core.State;

/// <summary>An operation that says of its record that it was there before, where nothing before it left one.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Offset">Where the line begins, in bytes.</param>
/// <param name="Id">The record's id.</param>
internal sealed record LogContradiction(long Line, long Offset, string Id);
