namespace OpsLog.Core.Errors;

/// <summary>The storage of the store failed: a permission, a full disk, an I/O error.</summary>
public class StorageException : OpsLogException
{
    /// <summary>Reports that <paramref name="operation"/> on <paramref name="path"/> failed.</summary>
    public StorageException(string operation, string path, Exception inner)
        : base($"Cannot {operation} '{path}': {SentenceOf(inner)}", inner)
    {
        Operation = operation;
        Path = path;
    }

    /// <summary>For a failure with its own message.</summary>
    protected StorageException(string operation, string path, string message, Exception? inner)
        : base(message, inner)
    {
        Operation = operation;
        Path = path;
    }

    /// <summary>
    /// Whether a put certainly changed nothing and can be tried again, as where another program has the file open on
    /// Windows.
    /// </summary>
    public bool HadNoEffect { get; init; }

    /// <summary>The operation, as a verb: read, append to, flush, rename.</summary>
    public string Operation { get; }

    /// <summary>The file or object concerned.</summary>
    public string Path { get; }
}
