using OpsLog.Core.Errors;

namespace OpsLog.PowerShell.Binding;

/// <summary>A file that is copied: reports how far it was read or written, and names the file if that fails.</summary>
/// <param name="file">The open file.</param>
/// <param name="path">Its path, for errors.</param>
/// <param name="reached">Receives the number of bytes so far.</param>
internal sealed class MeteredStream(Stream file, string path, Action<long> reached) : Stream
{
    private long _done;

    public override bool CanRead => file.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => file.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = Attempt("read", () => file.Read(buffer, offset, count));
        Report(read);
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Attempt("write", () =>
        {
            file.Write(buffer, offset, count);
            return 0;
        });
        Report(count);
    }

    public override void Flush() => Attempt("write", () =>
    {
        file.Flush();
        return 0;
    });

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Report(int count)
    {
        _done += count;
        reached(_done);
    }

    private int Attempt(string operation, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(operation, path, e);
        }
    }
}
