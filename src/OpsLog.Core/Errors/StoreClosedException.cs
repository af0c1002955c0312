namespace OpsLog.Core.Errors;

/// <summary>A closed store was used.</summary>
public sealed class StoreClosedException : StoreException
{
    /// <summary>Reports the attempt on the store at <paramref name="location"/>.</summary>
    public StoreClosedException(string location)
        : base(location, $"The store '{location}' is closed. Open it again to use it.")
    {
    }
}
