using OpsLog.Core.Indexes;
using OpsLog.Core.State;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <content>Indexes of properties.</content>
public sealed partial class OpsLogStore
{
    /// <summary>The properties that are indexed, in the order in which their indexes were made.</summary>
    public IReadOnlyList<string> IndexedProperties => _role.State.Manifest.Indexes;

    /// <summary>The indexes of the store.</summary>
    public IReadOnlyList<PropertyIndexInfo> GetIndexes() => _indexes.List();

    /// <summary>
    /// Creates an index of a property. The manifest contains its name, so that every process that opens the store has the
    /// index. It is kept in memory and built when it is first used.
    /// </summary>
    /// <param name="property">The property, without regard to case; a path of properties if it contains dots.</param>
    /// <param name="cancellation">Ends the wait for the turn, and among agents for another that compacts.</param>
    /// <exception cref="Errors.InvalidNameException">A name in the path is empty, or contains a control character or half of a surrogate pair.</exception>
    /// <exception cref="Errors.IndexExistsException">There is an index of the property already.</exception>
    public void CreateIndex(string property, CancellationToken cancellation = default) => ChangeIndex(property, adds: true, cancellation);

    /// <summary>Removes the index of a property.</summary>
    /// <param name="property">The property.</param>
    /// <param name="cancellation">Ends the wait for the turn, and among agents for another that compacts.</param>
    /// <exception cref="Errors.IndexNotFoundException">There is no index of the property.</exception>
    public void RemoveIndex(string property, CancellationToken cancellation = default) => ChangeIndex(property, adds: false, cancellation);

    /// <summary>
    /// Refuses what <see cref="CreateIndex"/> or <see cref="RemoveIndex"/> would refuse, as far as that is known before.
    /// Changes nothing, and works in a store that is open for reading.
    /// </summary>
    /// <param name="property">The property.</param>
    /// <param name="adds">Whether the index would be created.</param>
    public void CheckIndex(string property, bool adds)
    {
        _context.Condition.ThrowIfClosed();
        IndexList.Check(Location, IndexedProperties, property, adds);
    }

    /// <summary>
    /// The records that a filter can select, found with indexes. Builds the indexes that were not used so far. Null if the
    /// store does not have all indexes of the plan.
    /// </summary>
    /// <param name="plan">What the filter selects.</param>
    /// <param name="countsCertain">
    /// Whether records that the filter certainly selects are only counted. This is possible for plans of one condition.
    /// </param>
    /// <param name="cancellation">Ends the building of an index.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IndexedRecords? Find(IndexPlan plan, bool countsCertain = false, CancellationToken cancellation = default) =>
        _indexes.Find(plan, countsCertain, cancellation);

    private void ChangeIndex(string property, bool adds, CancellationToken cancellation)
    {
        Roles.IStoreWriter writer = _role.Writer;
        using StoreTurn turn = writer.Pipeline.EnterTurn(null, cancellation);
        writer.ChangeIndex(turn, property, adds);
    }
}
