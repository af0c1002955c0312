using OpsLog.Core.Model;

namespace OpsLog.Core.Store.Checkpoints;

/// <summary>Another program changed the store, so the current step must begin again.</summary>
/// <param name="found">The manifest that was found instead.</param>
internal sealed class StoreChangedException(Manifest found) : Exception
{
    /// <summary>
    /// The manifest that is in place of the one that the step was to replace, so that the step's own put can't take effect
    /// any more.
    /// </summary>
    public Manifest Found => found;
}
