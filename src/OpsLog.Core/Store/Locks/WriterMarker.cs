using System.Diagnostics;
using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Locks;

/// <summary>
/// The file <c>.lock</c>, by which single writers of the npm package and ours keep each other out. It is absent, being
/// written (empty), live or stale. It is created exclusively, and only content that was seen is ever deleted.
/// </summary>
internal sealed class WriterMarker
{
    /// <summary>
    /// The package creates its marker empty and writes its process id into it next. One that is empty for longer is of
    /// a process that died in between.
    /// </summary>
    private static readonly TimeSpan s_longestWrite = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The package reads a marker, and if that is stale, deletes whatever has its name next. In that time a marker that
    /// took the place of a stale one may go.
    /// </summary>
    private static readonly TimeSpan s_longestDeletion = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(5);

    private readonly IStorageBackend _backend;
    private readonly byte[] _content;

    private WriterMarker(IStorageBackend backend, byte[] content)
    {
        _backend = backend;
        _content = content;
    }

    /// <summary>
    /// Puts the marker of a process that has the writer's lock, in place of a stale one; null, with the holder, where
    /// another program has the store.
    /// </summary>
    public static WriterMarker? TryPut(IStorageBackend backend, byte[] self, LockWait wait, out LockHolder? holder)
    {
        for (bool replacesStale = false; ;)
        {
            holder = null;
            if (TryCreate(backend, self))
            {
                WriterMarker marker = new(backend, self);
                try
                {
                    if (!replacesStale || !backend.IsOpenToOtherPrograms || StaysFor(s_longestDeletion, backend, self, wait))
                    {
                        return marker;
                    }
                }
                catch (OperationCanceledException)
                {
                    marker.Remove();
                    throw;
                }
            }
            else if (ReadWritten(backend, wait) is { } found)
            {
                if (IsLive(backend, found, isLockFree: true, out holder))
                {
                    return null;
                }

                replacesStale |= backend.DeleteSeen(StoreLayout.WriterMarker, found);
            }
        }
    }

    /// <summary>
    /// Whether there is a live marker, and whose. With <paramref name="isLockFree"/> no process of ours has the
    /// writer's lock, so that only another program's counts.
    /// </summary>
    public static bool IsLive(IStorageBackend backend, bool isLockFree, LockWait wait, out LockHolder? holder)
    {
        holder = null;
        return ReadWritten(backend, wait) is { } found && IsLive(backend, found, isLockFree, out holder);
    }

    /// <summary>Deletes the marker unless another one has its place. One that stays behind is stale once the lock is free.</summary>
    public void Remove()
    {
        try
        {
            _backend.DeleteSeen(StoreLayout.WriterMarker, _content);
        }
        catch (StorageException)
        {
        }
    }

    private static bool TryCreate(IStorageBackend backend, byte[] self)
    {
        try
        {
            backend.Put(StoreLayout.WriterMarker, self, PutCondition.IfAbsent);
            return true;
        }
        catch (PutConflictException)
        {
            return false;
        }
    }

    private static bool StaysFor(TimeSpan time, IStorageBackend backend, byte[] self, LockWait wait)
    {
        wait.Pause(time);
        return backend.Read(StoreLayout.WriterMarker) is { } now && now.Content.AsSpan().SequenceEqual(self);
    }

    /// <summary>The marker once it is written, or empty where it stays so; null where there is none.</summary>
    private static byte[]? ReadWritten(IStorageBackend backend, LockWait wait)
    {
        for (long began = Stopwatch.GetTimestamp(); ; wait.Pause(s_lookEvery))
        {
            byte[]? content = backend.Read(StoreLayout.WriterMarker)?.Content;
            if (content is not { Length: 0 } || Stopwatch.GetElapsedTime(began) > s_longestWrite)
            {
                return content;
            }
        }
    }

    private static bool IsLive(IStorageBackend backend, byte[] content, bool isLockFree, out LockHolder? holder)
    {
        holder = LockHolderCodec.Read(content);
        if (holder is null || backend.Find(StoreLayout.WriterMarker) is not { } marker)
        {
            return false;
        }

        // The package writes a process id and no more.
        bool isOurs = holder.Host.Length > 0;
        return isOurs
            ? !isLockFree && MayBeAlive(holder, marker.Modified)
            : ProcessProbe.MayHoldOpen(holder.ProcessId, marker.Modified, StoreLayout.WriterMarker);
    }

    /// <summary>Of a process that can't be looked at, only a restart of its machine is proof that it has ended.</summary>
    private static bool MayBeAlive(LockHolder holder, DateTime written) =>
        holder.IsInReach ? ProcessProbe.MayBeAlive(holder.ProcessId, written) : !holder.HasRestarted;
}
