namespace OpsLog.Core.Errors;

/// <summary>The base of errors that concern a whole store; <see cref="Location"/> identifies it.</summary>
public abstract class StoreException : OpsLogException
{
    /// <summary>An error about the store at <paramref name="location"/>.</summary>
    protected StoreException(string location, string message, Exception? inner = null)
        : base(message, inner) => Location = location;

    /// <summary>The store's directory or address.</summary>
    public string Location { get; }
}
