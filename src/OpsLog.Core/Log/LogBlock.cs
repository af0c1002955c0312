namespace OpsLog.Core.Log;

/// <summary>A part of a log that begins and ends between two steps, and what may be in it.</summary>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="End">Where it ends, in bytes.</param>
/// <param name="Earliest">The earliest time of an operation, in Unix milliseconds; the highest number if there is none.</param>
/// <param name="Latest">The latest time, which need not be that of the last operation; the lowest number if there is none.</param>
/// <param name="Ids">The ids of its operations, and possibly others.</param>
internal sealed record LogBlock(long Offset, long End, long Earliest, long Latest, IdFilter Ids);
