using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Faults;

/// <summary>How a call fails.</summary>
public enum Failing
{
    /// <summary>Once, without effect; of an append a part is made.</summary>
    Once,

    /// <summary>It and all after it, until the store is opened again.</summary>
    ForEver,

    /// <summary>Once, after it took effect, where the contract allows that.</summary>
    Afterwards,

    /// <summary>
    /// Once, after it took effect, as a conflict: a request whose answer was lost is sent again, and conflicts with itself.
    /// </summary>
    AsConflict,
}

internal static class FailingCalls
{
    /// <summary>Whether a call on an object can fail so.</summary>
    public static bool IsPossible(this Failing failing, StorageCall call, string name) => failing switch
    {
        Failing.Afterwards => call is StorageCall.Put or StorageCall.Complete or StorageCall.OpenAppend or StorageCall.Delete,
        Failing.AsConflict => call is StorageCall.Put || (call is StorageCall.Complete && StoreLayout.TryParseSnapshot(name, out _)),
        _ => true,
    };

    /// <summary>The error of the failing call; null for the one of a full disk.</summary>
    public static Exception? Error(this Failing failing) => failing == Failing.AsConflict ? new PutConflictException("by a test") : null;
}
