using OpsLog.Core.Errors;
using OpsLog.Core.Store;

namespace OpsLog.PowerShell.Binding;

/// <summary>The blobs that a name or pattern selects.</summary>
internal static class BlobSearch
{
    /// <summary>The blobs. A pattern can match none; a name has to match one, exactly or without regard to case.</summary>
    /// <exception cref="BlobNotFoundException">There is no blob of the name.</exception>
    /// <exception cref="InvalidNameException">It can't be the name of a blob.</exception>
    public static IReadOnlyList<BlobInfo> Find(OpsLogStore store, string name)
    {
        bool isPattern = NamePattern.IsPattern(name);
        if (!isPattern && store.FindBlob(name) is { } exact)
        {
            return [exact];
        }

        NamePattern pattern = new(name, ignoreCase: true);
        List<BlobInfo> found = [.. store.GetBlobs().Where(blob => pattern.IsMatch(blob.Name))];
        return found.Count > 0 || isPattern ? found : throw new BlobNotFoundException(store.Location, name);
    }
}
