using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Log;

public sealed class LogWriterTests : ILogOwner
{
    private readonly object _state = new();
    private readonly FaultyBackend _backend = new(new MemoryBackend());
    private readonly List<long> _acknowledged = [];
    private readonly List<Exception> _failures = [];
    private Action _onAcknowledged = () => { };

    private string Content => Encoding.UTF8.GetString(_backend.Read("ops/log")!.Content);

    [Fact]
    public void A_commit_takes_everything_that_waits()
    {
        using LogWriter writer = Open();
        Add(writer, "one\n");
        long position = Add(writer, "two\n");
        Assert.Equal((8, 8, 8), (writer.EndOffset, writer.WaitingBytes, position));
        Assert.Equal("", Content);
        writer.Commit(4);
        Assert.Equal("one\ntwo\n", Content);
        Assert.Equal((8, 0), (writer.EndOffset, writer.WaitingBytes));
        writer.Commit(8);
        Assert.Equal(1, _backend.Count(StorageCall.Append));
        Assert.Equal(1, _backend.Count(StorageCall.Flush));
        Assert.Equal([8], _acknowledged);
    }

    [Fact]
    public void Positions_go_on_from_what_the_log_holds()
    {
        using (IAppendLog log = _backend.OpenAppend("ops/log"))
        {
            log.Append("older\n"u8);
        }

        using LogWriter writer = Open();
        Assert.Equal(6, writer.EndOffset);
        writer.Commit(6);
        Assert.Equal(0, _backend.Count(StorageCall.Flush));
        Assert.Equal(8, Add(writer, "a\n"));
        writer.Commit(8);
        Assert.Equal([8], _acknowledged);
    }

    [Fact]
    public void Without_flushing_only_a_commit_to_disk_flushes()
    {
        using LogWriter writer = Open(flush: false);
        long position = Add(writer, "a\n");
        writer.Commit(position);
        Assert.Equal(0, _backend.Count(StorageCall.Flush));
        writer.Commit(position, toDisk: true);
        Assert.Equal(1, _backend.Count(StorageCall.Flush));
        Assert.Equal(1, _backend.Count(StorageCall.Append));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_many_threads_each_returns_once_its_lines_are_taken_in_order(bool flush)
    {
        const int Threads = 8;
        const int Each = 400;
        SlowLog log = new();
        using LogWriter writer = new(log, this, flush);
        StringBuilder order = new();
        int early = 0;
        RunThreads(Threads, thread =>
        {
            for (int i = 0; i < Each; i++)
            {
                string line = $"{thread}.{i}\n";
                long position;
                lock (_state)
                {
                    order.Append(line);
                    position = Add(writer, line);
                }

                writer.Commit(position);
                if ((flush ? log.Flushed : log.Appended) < position)
                {
                    Interlocked.Increment(ref early);
                }
            }
        });

        Assert.Equal(0, early);
        Assert.Equal(order.ToString(), log.Content);
        Assert.Equal(_acknowledged.Order(), _acknowledged);
        Assert.Equal(order.Length, _acknowledged[^1]);
        Assert.Empty(_failures);
    }

    [Fact]
    public void Those_who_wait_while_one_writes_share_the_next_append()
    {
        const int Threads = 6;
        using ManualResetEventSlim writing = new();
        using ManualResetEventSlim release = new();
        using CountdownEvent added = new(Threads - 1);
        bool early = false;
        SlowLog log = new()
        {
            OnFirstAppend = () =>
            {
                writing.Set();
                release.Wait(TimeSpan.FromMinutes(2));
            },
        };
        using LogWriter writer = new(log, this, true);
        RunThreads(Threads + 1, thread =>
        {
            if (thread == Threads)
            {
                added.Wait(TimeSpan.FromMinutes(2));
                Thread.Sleep(50);
                release.Set();
            }
            else if (thread == 0)
            {
                writer.Commit(Add(writer, "first\n"));
            }
            else
            {
                writing.Wait(TimeSpan.FromMinutes(2));
                long position = thread == 1 ? "first\n".Length : Add(writer, "x\n");
                added.Signal();
                writer.Commit(position);
                early |= !release.IsSet;
            }
        });

        Assert.False(early, "a line that is being written counted as acknowledged");

        Assert.Equal(2, log.Appends);
        Assert.Equal([6, 14], _acknowledged);
    }

    [Theory]
    [InlineData(StorageCall.Append)]
    [InlineData(StorageCall.Flush)]
    public void After_a_failure_nothing_unacknowledged_is_left_and_nothing_more_is_written(StorageCall call)
    {
        using LogWriter writer = Open();
        long kept = Add(writer, "kept\n");
        writer.Commit(kept);
        IOException cause = new("by a test");
        _backend.Fail(call, with: cause, part: 2);
        long lost = Add(writer, "lost\n");
        Assert.Same(cause, Assert.Throws<LogWriteException>(() => writer.Commit(lost)).InnerException);
        Assert.Equal([cause], _failures);
        Assert.Equal("kept\n", Content);
        Assert.Equal(0, writer.WaitingBytes);

        int appends = _backend.Count(StorageCall.Append);
        long later = Add(writer, "later\n");
        Assert.Same(cause, Assert.Throws<LogWriteException>(() => writer.Commit(later)).InnerException);
        Assert.Throws<LogWriteException>(() => writer.Commit(kept, toDisk: true));
        writer.Commit(kept);
        Assert.Equal(appends, _backend.Count(StorageCall.Append));
        Assert.Single(_failures);
        Assert.Equal([kept], _acknowledged);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_first_cause_is_reported_even_if_the_log_can_not_be_cut(bool ours)
    {
        using LogWriter writer = Open();
        IOException cause = new("first");
        _backend.Fail(StorageCall.Append, with: cause, part: 2);
        _backend.Fail(StorageCall.Truncate, with: ours ? new StorageException("truncate", "log", new IOException()) : new InvalidOperationException("second"));
        long position = Add(writer, "lost\n");
        Assert.Same(cause, Assert.Throws<LogWriteException>(() => writer.Commit(position)).InnerException);
        Assert.Equal([cause], _failures);
    }

    [Fact]
    public void A_caller_whose_lines_are_written_is_not_told_of_a_later_failure()
    {
        using ManualResetEventSlim writing = new();
        using ManualResetEventSlim release = new();
        SlowLog log = new()
        {
            OnFirstAppend = () =>
            {
                writing.Set();
                release.Wait(TimeSpan.FromMinutes(2));
            },
            IsLost = true,
        };
        using LogWriter writer = new(log, this, true);
        long position = Add(writer, "kept\n");

        // While the first caller still has the I/O lock, the log fails: what waits for that lock sees both at once.
        _onAcknowledged = () => Assert.Throws<LogWriteException>(writer.ThrowIfLost);
        Thread first = new(() => writer.Commit(position));
        first.Start();
        Assert.True(writing.Wait(TimeSpan.FromMinutes(2)));
        Exception? seen = null;
        Thread second = new(() => seen = Record.Exception(() => writer.Commit(position)));
        second.Start();
        Assert.True(SpinWait.SpinUntil(() => second.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromMinutes(2)));
        release.Set();
        Assert.True(first.Join(TimeSpan.FromMinutes(2)) && second.Join(TimeSpan.FromMinutes(2)));

        Assert.Null(seen);
        Assert.Single(_failures);
        Assert.Throws<LogWriteException>(() => writer.Commit(position, toDisk: true));
    }

    [Fact]
    public void All_who_wait_get_the_failure()
    {
        const int Threads = 6;
        SlowLog log = new() { FailsAt = 3 };
        using LogWriter writer = new(log, this, true);
        int[] acknowledged = new int[Threads];
        RunThreads(Threads, thread =>
        {
            try
            {
                while (true)
                {
                    writer.Commit(Add(writer, "x\n"));
                    acknowledged[thread]++;
                }
            }
            catch (LogWriteException)
            {
                // What each thread is to end with.
            }
        });

        Assert.Single(_failures);
        Assert.Equal(acknowledged.Sum() * 2, log.Content.Length);
    }

    [Fact]
    public void Cutting_goes_on_from_the_new_end()
    {
        using LogWriter writer = Open();
        writer.Commit(Add(writer, "one\ntwo\n"));
        Assert.True(writer.CanTruncate);
        writer.Truncate(4, moveEnd => moveEnd());
        Assert.Equal(4, writer.EndOffset);
        long position = Add(writer, "new\n");
        Assert.Equal(8, position);
        writer.Commit(position);
        Assert.Equal("one\nnew\n", Content);
    }

    private LogWriter Open(bool flush = true) =>
        new(_backend.OpenAppend("ops/log"), this, flush);

    private static long Add(LogWriter writer, string line)
    {
        using LogWriter.LogStepScope step = writer.BeginStep();
        step.Lines.Append(Encoding.UTF8.GetBytes(line));
        return step.EndOffset;
    }

    void ILogOwner.Acknowledged(long offset)
    {
        lock (_state)
        {
            _acknowledged.Add(offset);
        }

        _onAcknowledged();
    }

    void ILogOwner.Failed(Exception cause, Action discardWaiting)
    {
        lock (_state)
        {
            discardWaiting();
            _failures.Add(cause);
        }
    }

    private static void RunThreads(int count, Action<int> work)
    {
        Thread[] threads = [.. Enumerable.Range(0, count).Select(t => new Thread(() => work(t)))];
        Array.ForEach(threads, thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromMinutes(2))));
    }
}
