using Microsoft.Win32.SafeHandles;

namespace OpsLog.Bench.Sides;

/// <summary>
/// The physical limit: the lines that OpsLog writes, written directly with the call of the operating system.
/// </summary>
internal sealed class RawFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private long _length;

    public RawFile(string path) => _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, _length);
        _length += bytes.Length;
    }

    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();

    /// <summary>The lines of a file, including newlines.</summary>
    public static List<byte[]> LinesOf(string path)
    {
        byte[] text = File.ReadAllBytes(path);
        List<byte[]> lines = [];
        for (int start = 0; start < text.Length;)
        {
            int end = Array.IndexOf(text, (byte)'\n', start) + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
