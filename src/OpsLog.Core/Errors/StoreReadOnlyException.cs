namespace OpsLog.Core.Errors;

/// <summary>A store that was opened read-only was to be changed.</summary>
public sealed class StoreReadOnlyException : StoreException
{
    /// <summary>Reports the attempt on the store at <paramref name="location"/>.</summary>
    public StoreReadOnlyException(string location)
        : base(location, $"The store '{location}' was opened read-only. Open it without that option to change it.")
    {
    }
}
