using System.Text;

namespace OpsLog.Core.Tests;

/// <summary>Reads a file that a store has open for writing, which Windows permits only to those who share it for that.</summary>
internal static class SharedFile
{
    public static byte[] ReadAllBytes(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    public static string ReadAllText(string path)
    {
        using StreamReader reader = new(new MemoryStream(ReadAllBytes(path)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static string[] ReadAllLines(string path)
    {
        List<string> lines = [];
        using StringReader reader = new(ReadAllText(path));
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return [.. lines];
    }

    public static IEnumerable<string> ReadLines(string path) => ReadAllLines(path);
}
