using System.Text;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>What a target is given: the bytes of a reader, or the files of a store by name.</summary>
/// <param name="Choice">Decides what else the target chooses, so that an input always does the same.</param>
/// <param name="Parts">The files; a reader's input is one without a name.</param>
internal sealed record FuzzInput(int Choice, IReadOnlyList<(string Name, byte[] Bytes)> Parts)
{
    public static FuzzInput Of(byte[] bytes, int choice = 0) => new(choice, [("", bytes)]);

    /// <summary>The bytes of a reader's input.</summary>
    public byte[] Bytes => Parts[0].Bytes;

    public int Size => Parts.Sum(part => part.Bytes.Length);

    public FuzzInput With(int part, byte[] bytes) =>
        this with { Parts = [.. Parts.Select((p, i) => i == part ? (p.Name, bytes) : p)] };

    public FuzzInput Without(int part) => this with { Parts = [.. Parts.Where((_, i) => i != part)] };

    /// <summary>The input as a report shows it: to be read, and to be taken over into a test.</summary>
    public override string ToString()
    {
        StringBuilder text = new($"choice {Choice}");
        foreach ((string name, byte[] bytes) in Parts)
        {
            text.Append($"\n  {name}: {bytes.Length} bytes: {Convert.ToBase64String(bytes)}\n    {Shown(bytes)}");
        }

        return text.ToString();
    }

    private static string Shown(byte[] bytes)
    {
        StringBuilder text = new();
        foreach (byte b in bytes.AsSpan(0, Math.Min(bytes.Length, 2000)))
        {
            _ = b == '\n' ? text.Append("\n    ") : b is < 0x20 or > 0x7E ? text.Append($"\\x{b:x2}") : text.Append((char)b);
        }

        return text.ToString();
    }
}
