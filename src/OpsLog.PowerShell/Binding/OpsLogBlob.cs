using OpsLog.Core.Store;

namespace OpsLog.PowerShell.Binding;

/// <summary>A blob: a file beside the records.</summary>
public sealed class OpsLogBlob
{
    internal OpsLogBlob(OpsLogSession store, BlobInfo info)
    {
        Store = store;
        Name = info.Name;
        Length = info.Length;
        LastWriteTime = info.Modified.ToLocalTime();
        FullName = info.Path;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The length in bytes.</summary>
    public long Length { get; }

    /// <summary>When it was written, in local time.</summary>
    public DateTime LastWriteTime { get; }

    /// <summary>The full path of the file.</summary>
    public string FullName { get; }

    /// <summary>The store.</summary>
    public OpsLogSession Store { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
