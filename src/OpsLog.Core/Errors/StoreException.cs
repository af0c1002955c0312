namespace OpsLog.Core.Errors;

/// <summary>The base of errors that concern a whole store; <see cref="Location"/> identifies it.</summary>
public abstract class StoreException(string location, string message, Exception? inner = null)
    : OpsLogException(message, inner)
{
    /// <summary>The store's directory or address.</summary>
    public string Location { get; } = location;
}
