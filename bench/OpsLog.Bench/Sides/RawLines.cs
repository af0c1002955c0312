using System.Diagnostics;

namespace OpsLog.Bench.Sides;

/// <summary>The limit of a write: the lines that OpsLog writes, with the call of the operating system.</summary>
internal static class RawLines
{
    /// <summary>Writes each line to a new file; returns the lines per second.</summary>
    /// <param name="context">Where the file is made.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="group">The number of lines in a call.</param>
    /// <param name="flushes">Whether each call is flushed to the disk.</param>
    public static double Write(BenchContext context, List<byte[]> lines, int group = 1, bool flushes = false)
    {
        byte[][] calls = group == 1 ? [.. lines] : [.. lines.Chunk(group).Select(chunk => chunk.SelectMany(line => line).ToArray())];
        string path = context.NewPath();
        using RawFile file = new(path);
        long start = Stopwatch.GetTimestamp();
        foreach (byte[] call in calls)
        {
            file.Write(call);
            if (flushes)
            {
                file.Flush();
            }
        }

        double rate = lines.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        file.Dispose();
        File.Delete(path);
        return rate;
    }
}
