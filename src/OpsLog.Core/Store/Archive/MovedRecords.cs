using OpsLog.Core.Json;
using OpsLog.Core.State;

namespace OpsLog.Core.Store.Archive;

/// <summary>The records that the operations of a step moved, as a table.</summary>
internal static class MovedRecords
{
    public static RecordTable Table(IEnumerable<LoggedOperation> operations, Func<LoggedOperation, ReadOnlyMemory<byte>?> valueOf)
    {
        RecordTable table = new();
        foreach (LoggedOperation operation in operations)
        {
            if (valueOf(operation) is { } value)
            {
                table.Set(JsonText.Encode(operation.Id), value.Span);
            }
        }

        return table;
    }
}
