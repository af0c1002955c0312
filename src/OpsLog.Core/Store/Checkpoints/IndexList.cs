using OpsLog.Core.Errors;
using OpsLog.Core.Indexes;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Checkpoints;

/// <summary>The indexes that the manifest names.</summary>
/// <param name="location">Where the store is.</param>
/// <param name="state">The state.</param>
/// <param name="manifests">Puts the manifest.</param>
internal sealed class IndexList(string location, StoreState state, ManifestWriter manifests)
{
    /// <summary>Adds or removes the index of a property.</summary>
    /// <exception cref="IndexExistsException">There is an index of the property already.</exception>
    /// <exception cref="IndexNotFoundException">There is no index of the property.</exception>
    public void Change(StoreTurn turn, string property, bool adds)
    {
        Check(location, state.Manifest.Indexes, property, adds);

        // Another agent may put the same change in between.
        manifests.Put(turn, manifest => manifest with
        {
            Indexes = [.. manifest.Indexes.Where(index => !PropertyIndexes.AreSame(index, property)), .. adds ? [property] : Array.Empty<string>()],
        });
    }

    /// <summary>Refuses what can't be changed.</summary>
    public static void Check(string location, IEnumerable<string> indexes, string property, bool adds)
    {
        ArgumentException.ThrowIfNullOrEmpty(property);
        if (indexes.Any(index => PropertyIndexes.AreSame(index, property)) != adds)
        {
            return;
        }

        throw adds ? new IndexExistsException(location, property) : new IndexNotFoundException(location, property);
    }
}
