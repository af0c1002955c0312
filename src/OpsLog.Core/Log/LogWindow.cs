using OpsLog.Core.Model;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Log;

/// <summary>A part of a log in memory, with its lines if they were examined already.</summary>
/// <param name="Part">The part.</param>
/// <param name="Examined">Its lines; null if they were not examined.</param>
internal sealed record LogWindow(WindowReader Part, ExaminedLines? Examined) : IDisposable
{
    /// <summary>Reads the bytes between two offsets of a log.</summary>
    public static LogWindow Load(IObjectReader source, long from, long to, bool examine)
    {
        WindowReader part = WindowReader.Load(source, from, to);
        return new LogWindow(part, examine ? new ExaminedLines(part.Bytes) : null);
    }

    /// <summary>
    /// Where the last complete step of the part ends, as far as its last line shows. It need not be true of a log that is
    /// damaged or that another program wrote.
    /// </summary>
    public long StepsEnd
    {
        get
        {
            ReadOnlySpan<byte> left = Part.Bytes[..(Part.Bytes.LastIndexOf((byte)'\n') + 1)];
            int steps = left.IsEmpty ? 0 : UnfinishedLines(LastLine(left));
            for (; steps > 0 && !left.IsEmpty; steps--)
            {
                left = left[..(left[..^1].LastIndexOf((byte)'\n') + 1)];
            }

            return Part.Length - Part.Bytes.Length + left.Length;
        }
    }

    /// <summary>Begins to scan the lines, the first of which has a number from 1.</summary>
    public LogScanner Scan(long linesBefore)
    {
        LineReader lines = Part.Lines();
        lines.LineNumber = linesBefore;
        return new LogScanner(lines, examined: Examined);
    }

    public void Dispose()
    {
        Part.Dispose();
        Examined?.Dispose();
    }

    private static ReadOnlySpan<byte> LastLine(ReadOnlySpan<byte> lines) => lines[(lines[..^1].LastIndexOf((byte)'\n') + 1)..^1];

    private static int UnfinishedLines(ReadOnlySpan<byte> line) =>
        OwnLine.TryRead(line, out OperationView operation) && !operation.Batch.IsLast ? operation.Batch.Index : 0;
}
