namespace OpsLog.Core.State;

/// <summary>
/// A record of another program's snapshot that can't be one here: its value is no JSON object, or its id no non-empty
/// string. The npm package takes such values and writes them.
/// </summary>
/// <param name="Line">The line, from 1; 0 in a snapshot that is one document.</param>
/// <param name="Offset">Where the line or the value begins, in bytes.</param>
/// <param name="Text">The record as a line of a snapshot, <c>{"id","data"}</c>, without a newline.</param>
internal sealed record SkippedRecord(long Line, long Offset, byte[] Text);
