namespace OpsLog.Core.Tests.Storage;

/// <summary>A call that a <see cref="FaultyBackend"/> can fail.</summary>
public enum StorageCall
{
    Initialize,
    Settle,
    Find,
    List,
    OpenRead,
    Read,
    Put,
    CreateObject,
    Write,
    Complete,
    OpenAppend,
    Append,
    Flush,
    Truncate,
    Delete,
    TryLock,
    ReadPart,
}
