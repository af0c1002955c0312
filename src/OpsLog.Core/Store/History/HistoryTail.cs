using OpsLog.Core.Model;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.History;

/// <summary>Streams the operations of one log from the last one back, so that the last ones cost what they are.</summary>
internal static class HistoryTail
{
    private const int FirstPart = 64 * 1024;
    private const int LargestPart = 4 * 1024 * 1024;

    /// <summary>Reads a log from <paramref name="end"/> back to <paramref name="begin"/>, both between two steps.</summary>
    public static IEnumerable<LoggedOperation> Read(IObjectReader source, string log, long begin, long end, OperationFilter filter)
    {
        long to = end;
        for (long size = FirstPart; to > begin;)
        {
            long from = to - size > begin ? FindStep(source, to - size, to) : begin;
            if (from < to)
            {
                foreach (LoggedOperation operation in HistoryReader.Read(source, log, from, to, filter).Reverse())
                {
                    yield return operation;
                }

                to = from;
                size = Math.Min(size, LargestPart / 2);
            }

            // A part without the beginning of a step is a part of a large batch.
            size *= 2;
        }
    }

    /// <summary>
    /// The offset of the first line behind <paramref name="from"/> that begins a step: a scan from there returns what a
    /// scan of the whole log returns for this part. <paramref name="to"/> if there is none.
    /// </summary>
    public static long FindStep(IObjectReader source, long from, long to)
    {
        try
        {
            // The first line may have begun before this part.
            LineReader lines = new(source, from, to);
            lines.TryRead(out _);
            while (lines.TryRead(out ReadOnlySpan<byte> line))
            {
                if (lines.IsTerminated && OperationCodec.TryRead(line, out OperationView operation, out _, out _) && operation.Batch.Index <= 1)
                {
                    return lines.LineOffset;
                }
            }
        }
        catch (LineTooLongException)
        {
            // The reading of a larger part reports it.
        }

        return to;
    }
}
