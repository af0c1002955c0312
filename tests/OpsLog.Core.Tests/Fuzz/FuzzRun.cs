using System.Diagnostics;
using OpsLog.Core.Errors;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>
/// Passes inputs to a target, each the same for the same seed and number, on a separate thread, so that a watcher
/// detects an input that never ends.
/// </summary>
internal sealed class FuzzRun(FuzzTarget target, int seed)
{
    /// <summary>A small stack, so that nesting which is followed by recursion shows.</summary>
    private const int StackSize = 512 * 1024;

    private readonly FuzzTally _tally = new(target);
    private volatile Attempt? _current;
    private volatile bool _isAbandoned;
    private FuzzFailureException? _failure;

    private sealed record Attempt(FuzzInput Input, long Index, long Began);

    /// <summary>An input that takes longer, three times in a row, has failed.</summary>
    public TimeSpan Slow { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>An input that has not ended by then never will.</summary>
    public TimeSpan Hang { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="FuzzFailureException">An input did what no input may; the message holds it.</exception>
    public FuzzTally Execute(long count)
    {
        long began = Stopwatch.GetTimestamp();
        using CrashNote note = new(target.Name, seed);
        Thread worker = new(() => Work(count, note), StackSize) { IsBackground = true, Name = $"fuzz {target.Name}" };
        worker.Start();
        while (!worker.Join(100))
        {
            if (_current is { } attempt && Stopwatch.GetElapsedTime(attempt.Began) > Hang)
            {
                _isAbandoned = true;
                throw Report(attempt.Input, attempt.Index, "it does not end", null);
            }
        }

        _tally.Elapsed = Stopwatch.GetElapsedTime(began);
        return _failure is null ? _tally : throw _failure;
    }

    private void Work(long count, CrashNote note)
    {
        for (long index = 0; index < count && !_isAbandoned; index++)
        {
            note.Index = index;
            FuzzInput input = Make(index);
            if (!_isAbandoned && Try(input, index, out Exception? error) is { } finding)
            {
                FuzzInput smallest = Minimiser.Shrink(input, smaller => Try(smaller, index, out Exception? same) == finding && same?.GetType() == error?.GetType());
                _ = Try(smallest, index, out error);
                _failure = Report(smallest, index, finding, error);
                return;
            }
        }
    }

    private FuzzInput Make(long index)
    {
        try
        {
            return target.Next(RandomFor(index));
        }
        catch (Exception unexpected)
        {
            // On this thread it would end the process.
            _failure = new FuzzFailureException($"{target.Name}, input {index} with OPSLOG_TEST_SEED={seed} can't be made: {unexpected}", unexpected);
            _isAbandoned = true;
            return FuzzInput.Of([]);
        }
    }

    /// <summary>
    /// Reads one input; null if there is no problem, otherwise the problem, with its cause if it is an exception.
    /// </summary>
    private string? Try(FuzzInput input, long index, out Exception? error)
    {
        TimeSpan fastest = TimeSpan.MaxValue;
        for (int attempt = 0; attempt < 3 && fastest > Slow; attempt++)
        {
            long began = Stopwatch.GetTimestamp();
            _current = new Attempt(input, index, began);
            long before = GC.GetAllocatedBytesForCurrentThread();
            string? outcome = Outcome(input, out error);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            TimeSpan time = Stopwatch.GetElapsedTime(began);
            _current = null;
            fastest = time < fastest ? time : fastest;
            if (outcome is null)
            {
                return "it threw";
            }

            if (allocated > target.BaseAllocation + ((long)input.Size * target.AllocationFactor))
            {
                return "it allocated out of proportion";
            }

            if (fastest <= Slow)
            {
                _tally.Add(outcome, time, allocated, input.Size);
            }
        }

        error = null;
        return fastest > Slow ? "it took too long" : null;
    }

    private string? Outcome(FuzzInput input, out Exception? error)
    {
        error = null;
        try
        {
            return target.Run(input);
        }
        catch (OpsLogException refused)
        {
            return OutcomeOf(refused);
        }
        catch (Exception unexpected)
        {
            error = unexpected;
            return null;
        }
    }

    /// <summary>An exception of this engine by its type and its fault.</summary>
    public static string OutcomeOf(OpsLogException refused) => refused switch
    {
        ManifestException manifest => $"ManifestException {manifest.Fault}",
        SnapshotException snapshot => $"SnapshotException {snapshot.Fault}",
        ArchiveSegmentException segment => $"ArchiveSegmentException {segment.Fault}",
        InvalidRecordException record => $"InvalidRecordException {record.Fault}",
        _ => refused.GetType().Name,
    };

    /// <summary>FNV-1a over what names the input, so that neighbours have nothing in common.</summary>
    private Random RandomFor(long index)
    {
        ulong hash = Mix(Mix(14695981039346656037, seed), index);
        foreach (char c in target.Name)
        {
            hash = Mix(hash, c);
        }

        return new Random((int)(hash ^ (hash >> 32)));

        static ulong Mix(ulong hash, long part) => (hash ^ (ulong)part) * 1099511628211;
    }

    private FuzzFailureException Report(FuzzInput input, long index, string finding, Exception? error) => new(
        $"{target.Name}, input {index} with OPSLOG_TEST_SEED={seed}: {finding}. {error}\nThe input, made smaller: {input}", error);
}
