using OpsLog.Core.Errors;
using OpsLog.Core.Json;

namespace OpsLog.Core.Store.Writing;

/// <summary>Decides whether a record is written.</summary>
internal static class WriteConditions
{
    /// <summary>Whether <paramref name="record"/> is written over <paramref name="current"/>.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="id">The id of the record.</param>
    /// <param name="exists">Whether there is a record now.</param>
    /// <param name="current">The record as it is now.</param>
    /// <param name="record">The record to write, which was checked.</param>
    /// <exception cref="RecordExistsException">The record exists and was only to be created.</exception>
    public static bool Permits(this WriteCondition condition, string id, bool exists, ReadOnlySpan<byte> current, ReadOnlySpan<byte> record) =>
        !exists || condition switch
        {
            WriteCondition.IfMissing => throw new RecordExistsException(id),
            WriteCondition.IfDifferent => !RecordJson.AreEqual(current, record),
            _ => true,
        };
}
