using OpsLog.Core.Store;

namespace OpsLog.PowerShell.Binding;

/// <summary>The progress of the engine's work on a store, for the cmdlet that runs on the thread.</summary>
/// <param name="store">The store's directory.</param>
internal sealed class EngineProgress(string store) : IProgress<StoreProgress>
{
    /// <summary>Shows progress, if a cmdlet runs on this thread.</summary>
    public void Report(StoreProgress value) => EngineDisplay.Current?.Show(store, value);
}
