namespace OpsLog.Core.Maintenance;

/// <summary>Resolves the links in paths, as far as they exist.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>Whether a path is a directory, or is inside it.</summary>
    public static bool Contains(string directory, string path)
    {
        string outer = Of(directory);
        string inner = Of(path);
        StringComparison comparison = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return inner.Equals(outer, comparison)
            || inner.StartsWith(Path.EndsInDirectorySeparator(outer) ? outer : outer + Path.DirectorySeparatorChar, comparison);
    }

    /// <exception cref="IOException">Its links form a loop.</exception>
    private static string Of(string path, int links = 0)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        string real = Path.Combine(Of(parent, links), Path.GetFileName(full));
        DirectoryInfo entry = new(real);
        return entry.LinkTarget is null ? real
            : links < MostLinks ? Of(entry.ResolveLinkTarget(returnFinalTarget: false)!.FullName, links + 1)
            : throw new IOException($"The symbolic links in '{path}' form a loop. Specify a path without the loop.");
    }
}
