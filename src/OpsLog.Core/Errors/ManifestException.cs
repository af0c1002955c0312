namespace OpsLog.Core.Errors;

/// <summary>The manifest is not valid; the store is not opened and nothing is changed.</summary>
public sealed class ManifestException(ManifestFault fault, string path, string? field, string detail)
    : OpsLogException($"The manifest '{path}' can't be used: {detail}. Restore the file from a backup of the store. The snapshots and logs were not changed.")
{
    /// <summary>What is wrong.</summary>
    public ManifestFault Fault { get; } = fault;

    /// <summary>The manifest's file.</summary>
    public string Path { get; } = path;

    /// <summary>The field, dotted; null for the whole file.</summary>
    public string? Field { get; } = field;

    /// <summary>The problem, without the file and the advice.</summary>
    internal string Detail { get; } = detail;
}
