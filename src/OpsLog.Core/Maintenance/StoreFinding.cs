namespace OpsLog.Core.Maintenance;

/// <summary>One thing that the check of a store found.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="File">The file's name within the store, with <c>/</c>; a folder's ends with <c>/</c>.</param>
/// <param name="Line">The line, from 1; 0 where it is not about one.</param>
/// <param name="Offset">The place in the file, in bytes; 0 where it is the whole file.</param>
/// <param name="Message">What was found.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record StoreFinding(
    FindingSeverity Severity, FindingKind Kind, string File, long Line, long Offset, string Message, string Advice);
