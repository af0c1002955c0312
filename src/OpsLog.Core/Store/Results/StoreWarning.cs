namespace OpsLog.Core.Store;

/// <summary>A repair, an omission or a postponement that the administrator of the store should know of.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Message">What happened, where, and what became of the bytes.</param>
/// <param name="Path">The file concerned.</param>
/// <param name="Line">The line, from 1; 0 where it is not about one.</param>
/// <param name="Offset">The place in the file, in bytes.</param>
public sealed record StoreWarning(StoreWarningKind Kind, string Message, string Path, long Line = 0, long Offset = 0);
