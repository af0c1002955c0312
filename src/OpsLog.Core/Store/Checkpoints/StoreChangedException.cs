using OpsLog.Core.Model;

namespace OpsLog.Core.Store.Checkpoints;

/// <summary>Somebody else changed the store in a way that the step under way has to begin again from.</summary>
/// <param name="found">The manifest that was found instead.</param>
internal sealed class StoreChangedException(Manifest found) : Exception
{
    /// <summary>
    /// The manifest that is in place of the one that the step was to replace, so that the step's own put can't take effect
    /// any more.
    /// </summary>
    public Manifest Found => found;
}
