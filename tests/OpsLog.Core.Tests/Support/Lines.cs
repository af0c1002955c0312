namespace OpsLog.Core.Tests.Support;

/// <summary>The lines of a text, without their line feeds. The Split of .NET 9 does not exist on .NET 8.</summary>
internal static class Lines
{
    public static List<Range> Of(ReadOnlySpan<byte> text)
    {
        List<Range> lines = [];
        int start = 0;
        for (int length; (length = text[start..].IndexOf((byte)'\n')) >= 0; start += length + 1)
        {
            lines.Add(start..(start + length));
        }

        lines.Add(start..text.Length);
        return lines;
    }
}
