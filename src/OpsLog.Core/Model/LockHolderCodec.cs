using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;

namespace OpsLog.Core.Model;

/// <summary>
/// The holder of a lock as text: the process id alone on the first line, which is all that the npm package reads and
/// writes, then a JSON object with the other values.
/// </summary>
internal static class LockHolderCodec
{
    public static byte[] Write(LockHolder holder)
    {
        using ByteBuffer output = new();
        output.AppendNumber(holder.ProcessId);
        Member(output, "\n{\"process\":"u8, holder.ProcessName);
        Member(output, ",\"host\":"u8, holder.Host);
        Member(output, ",\"user\":"u8, holder.User);
        Member(output, ",\"since\":"u8, Timestamp.Format(Timestamp.ToUnixMs(holder.Since ?? DateTime.UtcNow)));
        OptionalMember(output, ",\"boot\":"u8, holder.BootId);
        OptionalMember(output, ",\"pidNamespace\":"u8, holder.ProcessNamespace);
        output.Append(holder.IsCompacting ? ",\"compacting\":true}\n"u8 : "}\n"u8);
        return output.Span.ToArray();
    }

    /// <summary>Reads the valid parts; null if not even a process id is valid.</summary>
    public static LockHolder? Read(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> first = (end < 0 ? text : text[..end]).Trim(" \t\r"u8);
        if (JsonFields.Number(first) is not (> 0 and <= int.MaxValue and var pid))
        {
            return null;
        }

        if (end < 0 || !JsonFields.TryOpen(text[(end + 1)..], out JsonFields fields, out _))
        {
            return new LockHolder((int)pid, "", "", "", null);
        }

        string since = JsonFields.Text(fields["since"u8]) ?? "";
        return new LockHolder(
            (int)pid,
            JsonFields.Text(fields["process"u8]) ?? "",
            JsonFields.Text(fields["host"u8]) ?? "",
            JsonFields.Text(fields["user"u8]) ?? "",
            Timestamp.TryParse(since, out DateTime utc) ? utc : null)
        {
            BootId = JsonFields.Text(fields["boot"u8]) ?? "",
            ProcessNamespace = JsonFields.Text(fields["pidNamespace"u8]) ?? "",
            IsCompacting = fields["compacting"u8].SequenceEqual("true"u8),
        };
    }

    private static void OptionalMember(ByteBuffer output, ReadOnlySpan<byte> before, string value)
    {
        if (value.Length > 0)
        {
            Member(output, before, value);
        }
    }

    private static void Member(ByteBuffer output, ReadOnlySpan<byte> before, string value)
    {
        output.Append(before);
        JsonText.WriteString(output, JsonText.Encode(value));
    }
}
