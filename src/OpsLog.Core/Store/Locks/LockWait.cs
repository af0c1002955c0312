using System.Diagnostics;
using System.Globalization;

namespace OpsLog.Core.Store.Locks;

/// <summary>The time from the first try for a lock on, and the pauses between the tries.</summary>
internal sealed class LockWait(TimeSpan timeout, CancellationToken cancellation)
{
    /// <summary>No time, which nothing cancels.</summary>
    public static readonly LockWait None = new(TimeSpan.Zero, CancellationToken.None);

    private static readonly TimeSpan s_retryEvery = TimeSpan.FromMilliseconds(20);

    private readonly long _began = Stopwatch.GetTimestamp();

    public TimeSpan Timeout => timeout;

    /// <summary>What to do about a lock that could not be taken: a caller that has waited already gets no advice to wait.</summary>
    public string Advice => timeout > TimeSpan.Zero
        ? string.Create(CultureInfo.InvariantCulture, $"The store was still open after the -LockTimeout of {timeout.TotalSeconds:0.###} s. Close it in that process, or try again later.")
        : "Wait until that process has closed the store, or specify -LockTimeout to wait for it.";

    public bool IsOver(TimeSpan bound) => Stopwatch.GetElapsedTime(_began) >= bound;

    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public void Pause() => Pause(s_retryEvery);

    /// <summary>Waits for a time.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public void Pause(TimeSpan time)
    {
        cancellation.WaitHandle.WaitOne(time);
        cancellation.ThrowIfCancellationRequested();
    }
}
