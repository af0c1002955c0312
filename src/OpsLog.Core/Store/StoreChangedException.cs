namespace OpsLog.Core.Store;

/// <summary>Somebody else changed the store in a way that the step under way has to begin again from.</summary>
internal sealed class StoreChangedException : Exception;
