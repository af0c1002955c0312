namespace OpsLog.Core.Errors;

/// <summary>A call tried to change a store that was opened read-only.</summary>
public sealed class StoreReadOnlyException : StoreException
{
    /// <summary>Reports the attempt on the store at <paramref name="location"/>.</summary>
    public StoreReadOnlyException(string location)
        : base(location, $"The store '{location}' can't be changed, because it was opened read-only. Open it without -ReadOnly to change it.")
    {
    }
}
