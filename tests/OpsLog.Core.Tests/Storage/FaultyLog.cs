using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>A log opened through a <see cref="FaultyBackend"/>.</summary>
internal sealed class FaultyLog : IAppendLog
{
    private readonly FaultyBackend _owner;
    private readonly string _name;
    private readonly IAppendLog _inner;
    private readonly FaultyHandle _handle;

    public FaultyLog(FaultyBackend owner, string name, IAppendLog inner)
    {
        _owner = owner;
        _name = name;
        _inner = inner;
        _handle = new FaultyHandle(owner);
    }

    public long Length => _inner.Length;

    public bool CanTruncate => _inner.CanTruncate;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        int most = _owner.PieceLength > 0 ? _owner.PieceLength : bytes.Length;
        do
        {
            int length = Math.Min(most, bytes.Length);
            AppendPiece(bytes[..length]);
            bytes = bytes[length..];
        }
        while (bytes.Length > 0);
    }

    public void Flush()
    {
        _owner.Begin(StorageCall.Flush, _name);
        _inner.Flush();
    }

    public void Truncate(long length)
    {
        _owner.Begin(StorageCall.Truncate, _name);
        _inner.Truncate(length);
    }

    public void ThrowIfLost() => _inner.ThrowIfLost();

    public void Dispose()
    {
        _handle.Dispose();
        _inner.Dispose();
    }

    private void AppendPiece(ReadOnlySpan<byte> piece)
    {
        if (_owner.Next(StorageCall.Append, _name) is { } fault)
        {
            _inner.Append(piece[..Math.Min(fault.Part, piece.Length)]);
            throw _owner.ErrorOf(fault, _name);
        }

        _inner.Append(piece);
    }
}
