using System.Text;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Log;

/// <summary>Counts appends and flushes, and is slow so that callers accumulate.</summary>
internal sealed class SlowLog : IAppendLog
{
    private readonly StringBuilder _content = new();
    private long _appended;
    private long _flushed;

    public int FailsAt { get; init; } = int.MaxValue;

    public Action? OnFirstAppend { get; init; }

    /// <summary>Whether the log can't be found under its name.</summary>
    public bool IsLost { get; init; }

    public int Appends { get; private set; }

    public string Content => _content.ToString();

    public long Appended => Volatile.Read(ref _appended);

    public long Flushed => Volatile.Read(ref _flushed);

    public long Length => _content.Length;

    public bool CanTruncate => true;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Thread.SpinWait(200);
        if (Appends == 0)
        {
            OnFirstAppend?.Invoke();
        }

        _content.Append(Encoding.UTF8.GetString(bytes));
        if (++Appends == FailsAt)
        {
            Thread.Sleep(20);
            throw new IOException("by a test");
        }

        Volatile.Write(ref _appended, _content.Length);
    }

    public void Flush()
    {
        long length = _content.Length;
        Thread.SpinWait(200);
        Volatile.Write(ref _flushed, length);
    }

    public void Truncate(long length) => _content.Length = (int)length;

    public void ThrowIfLost()
    {
        if (IsLost)
        {
            throw new IOException("lost");
        }
    }

    public void Dispose()
    {
    }
}
