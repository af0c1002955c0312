namespace OpsLog.Core.Maintenance;

/// <summary>One thing that the check of a store found.</summary>
/// <param name="Severity">The severity.</param>
/// <param name="Kind">The kind.</param>
/// <param name="File">The name of the file in the store, with <c>/</c>; the name of a folder ends with <c>/</c>.</param>
/// <param name="Line">The line, from 1; 0 if the finding has no line.</param>
/// <param name="Offset">The place in the file, in bytes; 0 for the whole file.</param>
/// <param name="Message">What was found.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record StoreFinding(
    FindingSeverity Severity, FindingKind Kind, string File, long Line, long Offset, string Message, string Advice);
