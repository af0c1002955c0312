using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>
/// Operations as log lines: <c>{"ts","op","id","data"?,"prev","encoding"?,"agent"?,"clock"?}</c> as the npm package
/// writes them, and the keys that it ignores: <c>author</c>, <c>comment</c>, <c>undoes</c>, <c>at</c>, <c>batch</c>,
/// <c>undo</c>, <c>segment</c>, <c>replaced</c> and the seal.
/// </summary>
internal static partial class OperationCodec
{
    /// <summary>Appends the operation as a line, including its newline.</summary>
    public static void Write(ByteBuffer output, in OperationDraft draft)
    {
        int start = output.Length;
        output.Append("{\"ts\":\""u8);
        Timestamp.Write(draft.UnixMs, output.GetSpan(Timestamp.Length));
        output.Advance(Timestamp.Length);
        output.Append(draft.Kind == OperationKind.Set ? "\",\"op\":\"set\",\"id\":"u8 : "\",\"op\":\"delete\",\"id\":"u8);
        JsonText.WriteString(output, draft.Id);
        if (draft.Kind == OperationKind.Set)
        {
            output.Append(",\"data\":"u8);
            output.Append(draft.Data);
        }

        output.Append(",\"prev\":"u8);
        output.Append(draft.Previous.IsEmpty ? "null"u8 : draft.Previous);
        if (draft.IsDelta)
        {
            output.Append(",\"encoding\":\"delta\""u8);
        }

        output.Append(draft.StepHead);
        if (!draft.Agent.IsEmpty)
        {
            output.Append(",\"agent\":"u8);
            JsonText.WriteString(output, draft.Agent);
        }

        if (draft.Clock > 0)
        {
            // The agents of the package would place an operation of a single writer that has a 'clock' after all
            // operations without one.
            output.Append(draft.Agent.IsEmpty ? ",\"at\":"u8 : ",\"clock\":"u8);
            output.AppendNumber(draft.Clock);
        }

        if (draft.Batch.IsPart)
        {
            output.Append(",\"batch\":["u8);
            output.AppendNumber(draft.Batch.Index);
            output.Append((byte)',');
            output.AppendNumber(draft.Batch.Count);
            output.Append((byte)']');
        }

        if (draft.UndoRank > 0)
        {
            output.Append(",\"undo\":"u8);
            output.AppendNumber(draft.UndoRank);
        }

        if (draft.Segment is not null)
        {
            output.Append(",\"segment\":"u8);
            JsonText.WriteString(output, JsonText.Encode(draft.Segment));
        }

        if (!draft.Replaced.IsEmpty)
        {
            output.Append(",\"replaced\":"u8);
            output.Append(draft.Replaced);
        }

        Seal.Close(output, start);
        output.Append((byte)'\n');
    }
}
