using System.Diagnostics;
using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store;

/// <summary>
/// The single writer's claim on a store. The lock that counts is the backend's, which dies with its holder; beside it
/// stands the marker <c>.lock</c> for programs that follow the npm package's protocol: present with its process alive
/// means locked.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    private const string WayOut = "Wait until it has closed the store, or give a lock timeout to wait for it.";

    // The npm package makes its marker first and writes its process id into it next.
    private static readonly TimeSpan s_unwritten = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_retryEvery = TimeSpan.FromMilliseconds(25);

    private readonly IStorageBackend _backend;
    private readonly IDisposable _lock;

    private WriterLock(IStorageBackend backend, IDisposable taken)
    {
        _backend = backend;
        _lock = taken;
    }

    /// <summary>Takes the lock, trying again until the timeout.</summary>
    /// <exception cref="StoreLockedException">Somebody else has it still.</exception>
    public static WriterLock Acquire(IStorageBackend backend, TimeSpan timeout, CancellationToken cancellation)
    {
        byte[] self = LockHolderCodec.Write(LockHolder.Current());
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            if (TryAcquire(backend, self, out StoreLockedException? refusal) is { } taken)
            {
                return taken;
            }

            if (Stopwatch.GetElapsedTime(began) >= timeout)
            {
                throw refusal!;
            }

            cancellation.WaitHandle.WaitOne(s_retryEvery);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// The error for a store that a single writer has open, by its marker; null where none has. For agents, which never
    /// take the writer's lock: trying it would get in the way of others that do.
    /// </summary>
    public static StoreLockedException? FindLive(IStorageBackend backend) =>
        HasLiveMarker(backend, lockIsHeld: false, out LockHolder? holder) ? Refusal(backend, holder) : null;

    /// <summary>
    /// Whether a marker that looks live was left by a store that this very process has closed, since it could not be
    /// deleted: then nobody has the lock.
    /// </summary>
    public static bool IsLeftOver(IStorageBackend backend, StoreLockedException refusal)
    {
        if (refusal.Holder?.ProcessId != Environment.ProcessId)
        {
            return false;
        }

        using IDisposable? free = backend.TryLock(StoreLayout.WriterLock, LockHolderCodec.Write(LockHolder.Current())).Lock;
        return free is not null;
    }

    public void Dispose()
    {
        try
        {
            _backend.Delete(StoreLayout.WriterMarker);
        }
        catch (StorageException)
        {
            // A marker that stays behind is stale as soon as this process ends, and to us at once.
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private static WriterLock? TryAcquire(IStorageBackend backend, byte[] self, out StoreLockedException? refusal)
    {
        LockAttempt attempt = backend.TryLock(StoreLayout.WriterLock, self);
        if (attempt.Lock is null)
        {
            refusal = new StoreLockedException(backend.Location, HolderIn(attempt.Holder), WayOut);
            return null;
        }

        WriterLock? taken = null;
        try
        {
            refusal = TryMark(backend, self);
            return taken = refusal is null ? new WriterLock(backend, attempt.Lock) : null;
        }
        finally
        {
            if (taken is null)
            {
                attempt.Lock.Dispose();
            }
        }
    }

    /// <summary>Puts the marker down, in place of a stale one; what is refused is told by the error.</summary>
    private static StoreLockedException? TryMark(IStorageBackend backend, byte[] self)
    {
        while (true)
        {
            try
            {
                backend.Put(StoreLayout.WriterMarker, self, PutCondition.IfAbsent);
                return null;
            }
            catch (PutConflictException)
            {
            }

            if (HasLiveMarker(backend, lockIsHeld: true, out LockHolder? holder))
            {
                return Refusal(backend, holder);
            }

            backend.Delete(StoreLayout.WriterMarker);
        }
    }

    private static StoreLockedException Refusal(IStorageBackend backend, LockHolder? holder)
    {
        string wayOut = holder is null || holder.Host.Length == 0 || holder.Host == Environment.MachineName
            ? WayOut
            : $"If that host is down for good, delete the file '{StoreLayout.WriterMarker}' in the store.";
        return new StoreLockedException(backend.Location, holder, wayOut);
    }

    private static bool HasLiveMarker(IStorageBackend backend, bool lockIsHeld, out LockHolder? holder)
    {
        StoredObject? found = backend.Find(StoreLayout.WriterMarker);
        byte[]? content = backend.Read(StoreLayout.WriterMarker)?.Content;
        holder = HolderIn(content);
        return found is { } marker
            && (holder is null ? IsBeingWritten(content, marker.Modified) : IsLive(holder, marker.Modified, lockIsHeld));
    }

    private static bool IsBeingWritten(byte[]? content, DateTime made) =>
        content is { Length: 0 } && DateTime.UtcNow - made < s_unwritten;

    private static bool IsLive(LockHolder holder, DateTime written, bool lockIsHeld)
    {
        if (holder.Host.Length > 0 && holder.Host != Environment.MachineName)
        {
            return true;
        }

        // With the lock in hand, a marker of this very process was left by a store it has closed or dropped.
        bool isLeftOver = lockIsHeld && holder.ProcessId == Environment.ProcessId;
        return !isLeftOver && ProcessProbe.MayBeAlive(holder.ProcessId, written);
    }

    private static LockHolder? HolderIn(byte[]? content) => content is null ? null : LockHolderCodec.Read(content);
}
