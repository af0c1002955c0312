using OpsLog.Core.Errors;

namespace OpsLog.Core.Storage.Files;

/// <summary>Writes a large file under a temporary name and renames it at the end.</summary>
internal sealed class FileObjectWriter : IObjectWriter
{
    private const int BufferSize = 128 * 1024;

    private readonly string _path;
    private readonly bool _replace;
    private readonly PutGate? _gate;
    private readonly TemporaryFile _file;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _buffered;
    private bool _completed;

    public FileObjectWriter(string path, bool replace, PutGate? gate)
    {
        _path = path;
        _replace = replace;
        _gate = gate;
        _file = Attempt("create", () => new TemporaryFile(path));
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (bytes.Length > _buffer.Length - _buffered)
            {
                WriteBuffered();
            }

            if (bytes.Length >= _buffer.Length)
            {
                _file.Write(bytes);
                return;
            }

            bytes.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += bytes.Length;
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Of("write", _path, e);
        }
    }

    public void Complete()
    {
        if (_completed)
        {
            throw new InvalidOperationException($"'{_path}' is already complete.");
        }

        Attempt("write", () =>
        {
            WriteBuffered();
            _file.Flush();
            return true;
        });

        using IDisposable? turn = _gate?.Enter();
        _completed = Attempt("rename a new file to", TryRename);
        if (!_completed)
        {
            throw new PutConflictException(_path);
        }

        Attempt("flush the name of", () =>
        {
            DirectoryFlush.FlushParent(_path);
            return true;
        });
    }

    public void Dispose() => _file.Dispose();

    private bool TryRename()
    {
        if (!_replace)
        {
            return _file.TryMoveToNew(_path);
        }

        _file.MoveTo(_path);
        return true;
    }

    private void WriteBuffered()
    {
        _file.Write(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
    }

    private T Attempt<T>(string operation, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Of(operation, _path, e);
        }
    }
}
