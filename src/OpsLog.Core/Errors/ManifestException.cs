namespace OpsLog.Core.Errors;

/// <summary>The manifest is not valid; the store is not opened and nothing is changed.</summary>
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

    /// <summary>The field, dotted; null for the whole file.</summary>
    public string? Field { get; }

    /// <summary>The problem, without the file and the advice.</summary>
    internal string Detail { get; }
}
