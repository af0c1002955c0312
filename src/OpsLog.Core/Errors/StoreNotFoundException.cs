namespace OpsLog.Core.Errors;

/// <summary>A store that must exist does not exist, or was deleted while it was open.</summary>
public sealed class StoreNotFoundException(string location)
    : StoreException(location, $"There is no store at '{location}', and this call does not create one. Check the path. To create a store, use Open-OpsLogStore without -ReadOnly and -MustExist.");
