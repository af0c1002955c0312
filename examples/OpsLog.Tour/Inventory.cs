using System.Security.Cryptography;

namespace OpsLog.Tour;

/// <summary>Real input: a few thousand files of this machine.</summary>
internal static class Inventory
{
    private const int MostFiles = 5000;
    private const long LargestHashed = 16 * 1024;

    private static readonly EnumerationOptions s_everything = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>The files of the first directory that has enough, otherwise of the directory that has most.</summary>
    public static IReadOnlyList<FileRecord> Take(out string root)
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] candidates = ["/usr/lib", Path.GetFullPath(Path.Combine(runtime, "..", "..", "..")), Environment.SystemDirectory];
        root = "";
        List<FileRecord> most = [];
        foreach (string candidate in candidates.Where(Directory.Exists))
        {
            List<FileRecord> files = [.. new DirectoryInfo(candidate).EnumerateFiles("*", s_everything).Take(MostFiles).Select(Describe)];
            if (files.Count > most.Count)
            {
                (root, most) = (candidate, files);
            }

            if (most.Count >= 2000)
            {
                break;
            }
        }

        Step.Check(most.Count >= 500, $"no directory with 500 files or more among {string.Join(", ", candidates)}");
        return most;
    }

    private static FileRecord Describe(FileInfo file) => new(file.FullName, file.Length, file.LastWriteTimeUtc, HashOf(file), false);

    private static string? HashOf(FileInfo file)
    {
        try
        {
            return file.Length <= LargestHashed ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.FullName))) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
