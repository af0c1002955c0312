namespace OpsLog.Core.Errors;

/// <summary>A file or object to read does not exist.</summary>
public sealed class ObjectNotFoundException(string path, Exception? inner = null)
    : StorageException("read", path, $"The file '{path}' does not exist. Open the store again, or restore the file from a backup of the store.", inner);
