using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>
/// What the first line of a step contains about all of it: who made it, why, and the step that it takes back by itself.
/// </summary>
internal static class StepHead
{
    /// <summary>The members as a line contains them, each with the comma before it; empty if there are none.</summary>
    /// <param name="author">Who made it; empty for no author.</param>
    /// <param name="comment">Why; empty or null where no comment was given.</param>
    /// <param name="undoes">The step that it takes back; null for any other step.</param>
    public static byte[] Encode(string author, string? comment, StepPlace? undoes = null)
    {
        using ByteBuffer head = new();
        Write(head, ",\"author\":"u8, author);
        Write(head, ",\"comment\":"u8, comment);
        if (undoes is { } place)
        {
            Write(head, ",\"undoes\":["u8, place.Log);
            head.Append((byte)',');
            head.AppendNumber(place.Offset);
            head.Append((byte)']');
        }

        return head.Span.ToArray();
    }

    private static void Write(ByteBuffer head, ReadOnlySpan<byte> key, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            head.Append(key);
            JsonText.WriteString(head, JsonText.Encode(text));
        }
    }
}
