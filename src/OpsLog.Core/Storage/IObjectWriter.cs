namespace OpsLog.Core.Storage;

/// <summary>An object in the making; disposing it before <see cref="Complete"/> leaves nothing behind.</summary>
public interface IObjectWriter : IDisposable
{
    /// <summary>Adds bytes at the end.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Makes the object durable, then gives it its name, durably. Called once, last.</summary>
    void Complete();
}
