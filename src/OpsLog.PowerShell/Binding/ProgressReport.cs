using System.Diagnostics;
using System.Management.Automation;

namespace OpsLog.PowerShell.Binding;

/// <summary>Progress for work that can take more than a second. The clock is read once per thousand steps.</summary>
/// <param name="write">Shows the progress.</param>
/// <param name="activity">What is done.</param>
/// <param name="total">The number of steps; 0 if it is not known.</param>
internal sealed class ProgressReport(Action<ProgressRecord> write, string activity, long total = 0)
{
    private const int Stride = 1024;
    private const long FirstMs = 1000;
    private const long EveryMs = 200;

    private readonly long _began = Stopwatch.GetTimestamp();
    private long _done;
    private long _nextMs = FirstMs;

    /// <summary>Counts one record or operation.</summary>
    public void Step()
    {
        if (++_done % Stride == 0)
        {
            ReachRecord(_done, total);
        }
    }

    /// <summary>Reports the number of records or operations done.</summary>
    /// <param name="done">The number.</param>
    /// <param name="all">The number of all; 0 if it is not known.</param>
    public void ReachRecord(long done, long all)
    {
        _done = done;
        Report(all > 0 ? $"{done:N0} of {all:N0}" : $"{done:N0}", all, static rate => $"{rate:N0}");
    }

    /// <summary>Reports the position in work on files.</summary>
    /// <param name="done">The bytes that were processed.</param>
    /// <param name="all">The bytes of all files.</param>
    /// <param name="what">What is done now.</param>
    public void Reach(long done, long all, string what)
    {
        _done = done;
        Report(what, all, static rate => ByteSize.Format((long)rate)!);
    }

    /// <summary>Removes the progress display, if there is one.</summary>
    public void Complete()
    {
        if (_nextMs > FirstMs)
        {
            write(new ProgressRecord(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Report(string status, long all, Func<double, string> rateOf)
    {
        double elapsed = Stopwatch.GetElapsedTime(_began).TotalMilliseconds;
        if (elapsed < _nextMs)
        {
            return;
        }

        _nextMs = (long)elapsed + EveryMs;
        write(new ProgressRecord(0, activity, $"{status} ({rateOf(_done * 1000 / elapsed)} a second)")
        {
            PercentComplete = all > 0 ? (int)Math.Min(100, _done * 100 / all) : -1,
        });
    }
}
