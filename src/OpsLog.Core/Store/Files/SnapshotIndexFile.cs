using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Files;

/// <summary>
/// Writes the index file of the current snapshot. It only saves time, so a failure is not reported: the store is opened by
/// reading the whole snapshot then.
/// </summary>
internal static class SnapshotIndexFile
{
    /// <summary>Writes the index of a snapshot that was written just now.</summary>
    public static void TryWrite(IStorageBackend backend, WrittenSnapshot snapshot)
    {
        if (snapshot.Index is { } index && IsUsed(backend))
        {
            TryWrite(backend, snapshot.Name, snapshot.Seal, index);
        }
    }

    /// <summary>Makes the index of the snapshot of a manifest, which this engine wrote, from <paramref name="indexFrom"/> bytes on.</summary>
    public static void TryMake(IStorageBackend backend, Manifest manifest, long indexFrom)
    {
        if (manifest.Seal is not { } seal || seal.Length < indexFrom || !IsUsed(backend))
        {
            return;
        }

        try
        {
            using IObjectReader source = backend.OpenRead(manifest.CurrentSnapshot);
            SnapshotIndexBuilder index = new(HashKey.Create());
            if (TryRead(new LineReader(source, 0, seal.Length), seal, index))
            {
                TryWrite(backend, manifest.CurrentSnapshot, seal, index);
            }
        }
        catch (StorageException)
        {
        }
    }

    private static bool TryRead(LineReader lines, SnapshotSeal seal, SnapshotIndexBuilder index)
    {
        while (lines.TryRead(out ReadOnlySpan<byte> content))
        {
            // The newline is behind it in the buffer.
            ReadOnlySpan<byte> line = lines.Buffer.AsSpan(lines.LineStart, content.Length + 1);
            if (!lines.IsTerminated)
            {
                return false;
            }

            index.Sum(line);
            if (lines.LineNumber == 1)
            {
                index.SkipHeader(line.Length);
            }
            else if (!index.TryAdd(line))
            {
                return false;
            }
        }

        return lines.Crc == seal.Crc;
    }

    private static bool IsUsed(IStorageBackend backend) => IndexedSnapshot.IsPossible && backend.ReadersOutliveDeletion;

    private static void TryWrite(IStorageBackend backend, string name, SnapshotSeal seal, SnapshotIndexBuilder index)
    {
        try
        {
            index.Complete();
            using IObjectWriter target = backend.CreateObject(StoreLayout.Index(name), replace: true);
            index.Write(target, name, seal);
            target.Complete();
        }
        catch (StorageException)
        {
        }
    }
}
