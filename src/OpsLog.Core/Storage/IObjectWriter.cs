namespace OpsLog.Core.Storage;

/// <summary>Writes a new object. Disposing of it before <see cref="Complete"/> discards the object.</summary>
public interface IObjectWriter : IDisposable
{
    /// <summary>Adds bytes at the end.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Makes the object durable, then gives it its name, durably. This is the last call, and is made once.</summary>
    void Complete();
}
