using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Checks an index file whose snapshot or log exists. No content depends on it: what is damaged in it is ignored when the
/// store is used, so nothing here is more than information.
/// </summary>
internal static class IndexCheck
{
    /// <summary>Checks the index file of a log, or of the current snapshot. The index of another snapshot is never read.</summary>
    public static void Run(CheckRun run, string name, string owner, FileFindings findings)
    {
        findings.Most = FindingSeverity.Information;
        bool isLog = StoreLayout.IsLog(owner);
        if (!isLog && run.Manifest?.CurrentSnapshot != owner)
        {
            return;
        }

        using IObjectReader index = run.Backend.OpenRead(name);
        if (isLog ? IsIntact(index, owner) : run.Manifest?.Seal is not { } seal || IsIntact(index, owner, seal))
        {
            return;
        }

        findings.Information(
            FindingKind.InvalidIndex, 0, 0, $"The file is the index of '{owner}', but it is damaged or was made for another file. The store does not use the damaged parts.",
            isLog
                ? "No action is required: the next search in this log, with the store open for writing, makes the file again."
                : "No action is required: the next checkpoint makes a new index for its snapshot.");
    }

    private static bool IsIntact(IObjectReader index, string log)
    {
        if (index.Length > Array.MaxLength)
        {
            return false;
        }

        byte[] content = new byte[index.Length];
        return index.Read(0, content) == content.Length && LogIndexCodec.TryRead(content, log, out _) is not null;
    }

    private static bool IsIntact(IObjectReader index, string snapshot, SnapshotSeal seal)
    {
        if (SnapshotIndexHead.TryRead(index, snapshot, seal) is not { } head)
        {
            return false;
        }

        byte[] block = new byte[BlockFile.BlockSize];
        for (int i = 0; i < head.Blocks.Length; i++)
        {
            long start = (long)i * BlockFile.BlockSize;
            int length = (int)Math.Min(block.Length, head.BodyLength - start);
            if (index.Read(head.Length + start, block.AsSpan(0, length)) != length || Crc32C.Compute(block.AsSpan(0, length)) != head.Blocks[i])
            {
                return false;
            }
        }

        return true;
    }
}
