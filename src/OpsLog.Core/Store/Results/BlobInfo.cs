namespace OpsLog.Core.Store;

/// <summary>A blob: a file beside the records.</summary>
/// <param name="Name">The name.</param>
/// <param name="File">The file relative to the store, such as <c>blobs/manual.pdf</c>. The npm package finds the blob under this path.</param>
/// <param name="Path">The path or address of the file.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Modified">When it was written, UTC.</param>
public sealed record BlobInfo(string Name, string File, string Path, long Length, DateTime Modified);
