using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Faults;

/// <summary>How a call fails.</summary>
public enum Failing
{
    /// <summary>Once, without effect; of an append a part is made.</summary>
    Once,

    /// <summary>It and all after it, until the store is opened anew.</summary>
    ForEver,

    /// <summary>Once, after it took effect, where the contract allows that.</summary>
    Afterwards,
}

internal static class FailingCalls
{
    public static bool IsPossible(this Failing failing, StorageCall call) =>
        failing != Failing.Afterwards || call is StorageCall.Put or StorageCall.Complete or StorageCall.OpenAppend or StorageCall.Delete;
}
