namespace OpsLog.Core.Errors;

/// <summary>A conditional put found that another process has changed the object or has taken the name.</summary>
public sealed class PutConflictException(string path)
    : StorageException("replace", path, $"'{path}' was not replaced, because another process changed it at the same time. Try again.", null);
