namespace OpsLog.Core.Tests.Store.Past;

/// <summary>Parts the operations before a moment from those after it: times in a log are in milliseconds.</summary>
internal static class NextMillisecond
{
    /// <summary>A moment that is after everything that was written, and before everything that will be.</summary>
    public static DateTime Await()
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        while (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() <= now)
        {
            Thread.Sleep(1);
        }

        return DateTime.UnixEpoch.AddMilliseconds(now);
    }
}
