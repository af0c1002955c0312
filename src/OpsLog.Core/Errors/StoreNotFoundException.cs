namespace OpsLog.Core.Errors;

/// <summary>There is no store where one was to be opened read-only, or none any more where one is open.</summary>
public sealed class StoreNotFoundException : StoreException
{
    /// <summary>Reports that <paramref name="location"/> holds no store.</summary>
    public StoreNotFoundException(string location)
        : base(location, $"There is no store at '{location}', and -ReadOnly does not create one. Check the path, or open the store for writing to create it.")
    {
    }
}
