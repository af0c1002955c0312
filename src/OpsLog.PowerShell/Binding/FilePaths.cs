using System.Collections.ObjectModel;
using System.Management.Automation;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Binding;

/// <summary>The files that a path with wildcards selects.</summary>
internal static class FilePaths
{
    /// <summary>The full paths of files and folders. A path without wildcards need not exist.</summary>
    /// <param name="paths">The session's location and drives.</param>
    /// <param name="path">A path of the file system, relative to the current location.</param>
    /// <exception cref="CommandException">The path is not of this file system, or its wildcards match nothing.</exception>
    public static IReadOnlyList<string> Find(PathIntrinsics paths, string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [StorePath.Resolve(paths, path, literal: false)];
        }

        string asGiven = StorePath.Resolve(paths, path, literal: true);
        if (System.IO.Path.Exists(asGiven))
        {
            return [asGiven];
        }

        try
        {
            Collection<string> found = paths.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            StorePath.RequireFileSystem(provider, path);
            if (found.Count > 0)
            {
                return found;
            }
        }
        catch (RuntimeException e) when (e is ItemNotFoundException or WildcardPatternException)
        {
            // Reported below.
        }

        throw new CommandException(
            CommandFault.PathAmbiguous, $"The path '{path}' contains wildcards that match no file. Correct the path, or use -LiteralPath if the characters are part of the name.", path);
    }
}
