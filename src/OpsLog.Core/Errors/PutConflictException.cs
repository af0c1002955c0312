namespace OpsLog.Core.Errors;

/// <summary>A conditional put found that another process has changed the object or has taken the name.</summary>
public sealed class PutConflictException : StorageException
{
    /// <summary>Reports that the condition of a put on <paramref name="path"/> was not met.</summary>
    public PutConflictException(string path)
        : base("replace", path, $"'{path}' was not replaced, because another process changed it at the same time. Try again.", null)
    {
    }
}
