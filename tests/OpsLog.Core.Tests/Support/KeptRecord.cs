using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Support;

/// <summary>A record as the store keeps it.</summary>
internal static class KeptRecord
{
    /// <exception cref="Errors.InvalidRecordException">It is not a record.</exception>
    public static byte[] Of(byte[] json)
    {
        using CheckedRecord record = new(json);
        return record.Json.ToArray();
    }
}
