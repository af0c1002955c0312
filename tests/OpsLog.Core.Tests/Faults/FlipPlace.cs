using System.Text;
using OpsLog.Core.Json;

namespace OpsLog.Core.Tests.Faults;

/// <summary>Names the part of a file that a byte belongs to.</summary>
internal static class FlipPlace
{
    /// <summary>Such as <c>ops: data</c> or <c>snapshots: key 'timestamp'</c>; of a document's records the whole object.</summary>
    public static string Of(string file, byte[] content, int offset)
    {
        string kind = file.Contains('/') ? file[..file.IndexOf('/')] : file;
        return $"{kind}: {PartOf(content, offset)}";
    }

    private static string PartOf(byte[] content, int offset)
    {
        int start = 0;
        int end = content.Length;
        if (!IsObject(content))
        {
            start = content.AsSpan(0, offset).LastIndexOf((byte)'\n') + 1;
            int newline = content.AsSpan(offset).IndexOf((byte)'\n');
            end = newline < 0 ? content.Length : offset + newline;
        }

        JsonMembers members = new(content.AsSpan(start, end - start));
        int at = offset - start;
        while (members.MoveNext())
        {
            string key = Encoding.UTF8.GetString(members.RawKey);
            if (at < members.ValueStart)
            {
                return at < members.KeyStart - 1 ? "punctuation" : $"key '{key}'";
            }

            if (at < members.ValueStart + members.Value.Length)
            {
                return key;
            }
        }

        return at == end - start ? "newline" : "punctuation";
    }

    private static bool IsObject(byte[] content)
    {
        JsonMembers members = new(content);
        while (members.MoveNext())
        {
        }

        return members.IsWhole;
    }
}
