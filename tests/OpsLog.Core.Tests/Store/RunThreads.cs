using System.Collections.Concurrent;

namespace OpsLog.Core.Tests.Store;

/// <summary>Threads that really run side by side; the pool would start them one by one.</summary>
internal static class RunThreads
{
    /// <summary>Runs the body on this number of threads and returns when all have ended; throws their first error.</summary>
    public static void AtOnce(int count, Action<int> body)
    {
        using Barrier start = new(count);
        ConcurrentQueue<Exception> errors = new();
        Thread[] threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() => Run(number)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (errors.TryPeek(out Exception? first))
        {
            throw new AggregateException(first);
        }

        void Run(int number)
        {
            try
            {
                start.SignalAndWait();
                body(number);
            }
            catch (Exception e)
            {
                errors.Enqueue(e);
            }
        }
    }
}
