namespace OpsLog.Core.Errors;

/// <summary>The manifest can't be what it says; the store is not opened and nothing is changed.</summary>
public sealed class ManifestException : OpsLogException
{
    /// <summary>Reports a fault in the manifest at <paramref name="path"/>.</summary>
    public ManifestException(ManifestFault fault, string path, string? field, string detail)
        : base($"The manifest '{path}' can't be used: {detail}. Restore the file from a backup of the store. The snapshots and logs were not changed.")
    {
        Fault = fault;
        Path = path;
        Field = field;
        Detail = detail;
    }

    /// <summary>What is wrong.</summary>
    public ManifestFault Fault { get; }

    /// <summary>The manifest's file.</summary>
    public string Path { get; }

    /// <summary>The field concerned, dotted; null where it is the whole file.</summary>
    public string? Field { get; }

    /// <summary>What is wrong, without the file and what to do about it.</summary>
    internal string Detail { get; }
}
