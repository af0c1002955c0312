using System.Text;
using OpsLog.Core.State;

namespace OpsLog.Core.Tests.Support;

/// <summary>A table's records as one line, in their order.</summary>
internal static class TableText
{
    public static string Of(RecordTable table) => Of(table.Freeze());

    public static string Of(RecordView view)
    {
        StringBuilder text = new();
        foreach (RecordRef record in view)
        {
            text.Append(record.IdText).Append('=').Append(Encoding.UTF8.GetString(record.Value)).Append(' ');
        }

        return text.ToString();
    }
}
