namespace OpsLog.Core.Log;

/// <summary>What is searched for in the parts of a log.</summary>
/// <param name="Id">The hash of the only id that is wanted; null for all.</param>
/// <param name="Since">The earliest time that is wanted, in Unix milliseconds.</param>
/// <param name="Until">The latest time that is wanted.</param>
internal readonly record struct BlockQuery(uint? Id, long Since, long Until)
{
    /// <summary>Whether a part of a log may contain it.</summary>
    public bool MayBeIn(LogBlock block) =>
        block.Latest >= Since && block.Earliest <= Until && (Id is not { } id || block.Ids.MayContain(id));
}
