using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;
using OpsLog.Core.Errors;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// Lets only one put at a time, among all threads and processes, check its condition and take effect. It is held for one
/// put only. So a long wait means that another process does not respond, and the wait fails with an error.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore holds a resource only after its wait handle was requested, which does not happen.")]
internal sealed class PutGate(string root)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _path = FileLayout.PathOf(root, FileLayout.PutLock);

    // Threads of one process wait in this queue, and not with pauses for the lock on the file.
    private readonly SemaphoreSlim _threads = new(1, 1);

    public IDisposable Enter()
    {
        var waited = Stopwatch.StartNew();
        if (!_threads.Wait(Patience))
        {
            throw Busy();
        }

        try
        {
            return new Turn(_threads, WaitForFile(waited));
        }
        catch
        {
            _threads.Release();
            throw;
        }
    }

    private SafeFileHandle WaitForFile(Stopwatch waited)
    {
        try
        {
            StoreFolders.EnsureParent(root, _path);
            for (int pause = 1; ; pause = Math.Min(pause * 2, 16))
            {
                if (OsLock.TryAcquire(_path) is { } handle)
                {
                    return handle;
                }

                if (waited.Elapsed > Patience)
                {
                    throw Busy();
                }

                Thread.Sleep(Random.Shared.Next(1, pause + 1));
            }
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Of("lock", _path, e);
        }
    }

    private StorageException Busy() =>
        new("lock", _path, new TimeoutException($"Another write has held it for {Patience.TotalSeconds} seconds. Try again."));

    private sealed class Turn(SemaphoreSlim threads, SafeFileHandle file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            threads.Release();
        }
    }
}
