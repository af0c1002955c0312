namespace OpsLog.Core.State;

/// <summary>
/// A record of another program's snapshot that is not valid here: its value is not a JSON object, or its id is not a
/// non-empty string. The npm package accepts and writes such values.
/// </summary>
/// <param name="Line">The line, from 1; 0 in a snapshot that is one document.</param>
/// <param name="Offset">The offset of the line or the value, in bytes.</param>
/// <param name="Text">The record as a line of a snapshot, <c>{"id","data"}</c>, without a newline.</param>
internal sealed record SkippedRecord(long Line, long Offset, byte[] Text);
