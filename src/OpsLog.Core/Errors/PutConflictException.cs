namespace OpsLog.Core.Errors;

/// <summary>A conditional put found the object changed, or the name taken, by somebody else.</summary>
public sealed class PutConflictException : StorageException
{
    /// <summary>Reports that the condition of a put on <paramref name="path"/> did not hold.</summary>
    public PutConflictException(string path)
        : base("replace", path, $"'{path}' was not replaced, because another process changed it at the same time. Try again.", null)
    {
    }
}
