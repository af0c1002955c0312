namespace OpsLog.Core.Primitives;

/// <summary>
/// The names of blobs, which are the names of their files in <see cref="StoreLayout.BlobFolder"/>. A new blob is in the folder
/// itself. The npm package also creates folders in it; <c>/</c> then separates the parts of a name.
/// </summary>
internal static class BlobName
{
    private const string Kind = "the name of a blob";

    /// <summary>The file of a blob, relative to the store.</summary>
    /// <exception cref="Errors.InvalidNameException">A part of the name is not a file name.</exception>
    public static string FileOf(string name)
    {
        foreach (string part in name.Split('/'))
        {
            StoreLayout.CheckName(Kind, part);
        }

        return StoreLayout.BlobFolder + name;
    }

    /// <summary>The blob of a file; null if the file is not a blob.</summary>
    public static string? Parse(string file) =>
        file.StartsWith(StoreLayout.BlobFolder, StringComparison.Ordinal) && file[StoreLayout.BlobFolder.Length..] is var name && name.Split('/').All(StoreLayout.IsName)
            ? name
            : null;

    /// <summary>Refuses a name for a blob that is written; see <see cref="StoreLayout.CheckNewName"/>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="alike">The existing names with the same <see cref="PortableName.Fold"/>.</param>
    /// <exception cref="Errors.InvalidNameException">It is new, and not a file name on every system or one file with an existing blob.</exception>
    public static void CheckWritten(string name, IReadOnlyCollection<string> alike)
    {
        if (!alike.Contains(name, StringComparer.Ordinal))
        {
            StoreLayout.CheckNewName(Kind, name, alike);
        }
    }
}
