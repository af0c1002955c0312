using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>A log opened through a <see cref="FaultyBackend"/>.</summary>
internal sealed class FaultyLog(FaultyBackend owner, IAppendLog inner) : IAppendLog
{
    public long Length => inner.Length;

    public bool CanTruncate => inner.CanTruncate;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (owner.Next(StorageCall.Append) is { } fault)
        {
            inner.Append(bytes[..Math.Min(fault.Part, bytes.Length)]);
            throw fault.Error;
        }

        inner.Append(bytes);
    }

    public void Flush()
    {
        owner.Check(StorageCall.Flush);
        inner.Flush();
    }

    public void Truncate(long length)
    {
        owner.Check(StorageCall.Truncate);
        inner.Truncate(length);
    }

    public void Dispose() => inner.Dispose();
}
