using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Children;

/// <summary>The limit of reading a file: maps it and counts its newlines.</summary>
internal static class CountNewlines
{
    public static unsafe Figures Measure(string path)
    {
        long start = Stopwatch.GetTimestamp();
        using MemoryMappedFile file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using MemoryMappedViewAccessor view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        long length = new FileInfo(path).Length;
        long lines = 0;
        byte* bytes = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref bytes);
        try
        {
            for (long offset = 0; offset < length; offset += 1 << 30)
            {
                lines += new ReadOnlySpan<byte>(bytes + offset, (int)Math.Min(1 << 30, length - offset)).Count((byte)'\n');
            }
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        return Figures.Of(("seconds", Stopwatch.GetElapsedTime(start).TotalSeconds), ("lines", lines));
    }
}
