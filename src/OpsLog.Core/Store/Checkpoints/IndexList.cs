using OpsLog.Core.Errors;
using OpsLog.Core.Indexes;
using OpsLog.Core.Primitives;
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
    /// <exception cref="InvalidNameException">No filter can name the new property, or the manifest can't contain it.</exception>
    /// <exception cref="IndexExistsException">There is an index of the property already.</exception>
    /// <exception cref="IndexNotFoundException">There is no index of the property.</exception>
    public static void Check(string location, IEnumerable<string> indexes, string property, bool adds)
    {
        ArgumentException.ThrowIfNullOrEmpty(property);
        if (adds && FaultIn(property) is { } fault)
        {
            throw new InvalidNameException(
                "the property of an index", property, fault, "Specify the name of a property, or the names of properties that are nested with one dot between two names.");
        }

        if (indexes.Any(index => PropertyIndexes.AreSame(index, property)) != adds)
        {
            return;
        }

        throw adds ? new IndexExistsException(location, property) : new IndexNotFoundException(location, property);
    }

    private static string? FaultIn(string property) =>
        property.Split('.').Contains("") ? "a name in it is empty"
        : property.Any(char.IsControl) ? "it contains a control character"
        : PortableName.IsText(property) ? null : "it contains half of a surrogate pair";
}
