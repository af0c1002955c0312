using System.Collections.ObjectModel;
using System.Management.Automation;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// Converts paths that the user specifies to file system paths. The target of a path does not have to exist.
/// </summary>
internal static class StorePath
{
    private const string FileSystem = "FileSystem";

    /// <summary>The full path.</summary>
    /// <param name="paths">The session's location and drives.</param>
    /// <param name="path">A path of the file system, relative to the current location.</param>
    /// <param name="literal">
    /// Whether no character is treated as a wildcard. Otherwise, a path that exists exactly as specified is used too.
    /// </param>
    /// <exception cref="CommandException">
    /// The path is of another provider or another operating system, contains a null character, or its wildcards don't
    /// match exactly one folder.
    /// </exception>
    public static string Resolve(PathIntrinsics paths, string path, bool literal)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new CommandException(
                CommandFault.PathNotSupported, $"The path '{path.Replace("\0", "`0", StringComparison.Ordinal)}' contains a null character, which is not valid in a path. Specify the path without it.", path);
        }

        if (literal || !WildcardPattern.ContainsWildcardCharacters(path))
        {
            return ResolveLiteral(paths, literal ? path : WildcardPattern.Unescape(path));
        }

        string asGiven = ResolveLiteral(paths, path);
        return Path.Exists(asGiven) ? asGiven : ResolvePattern(paths, path);
    }

    private static string ResolveLiteral(PathIntrinsics paths, string path)
    {
        string full = paths.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        RequireFileSystem(provider, path);
        if (!OperatingSystem.IsWindows())
        {
            RefuseShare(full, path);

            // PowerShell accepts both separators, but not after the name of a provider.
            full = full.Replace('\\', '/');
        }

        // After the name of a provider, PowerShell leaves a path relative, and the file system would use the directory
        // of the process.
        return Path.GetFullPath(full, paths.CurrentFileSystemLocation.ProviderPath);
    }

    private static string ResolvePattern(PathIntrinsics paths, string path)
    {
        Collection<string> found;
        try
        {
            found = paths.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            RequireFileSystem(provider, path);
        }
        catch (RuntimeException e) when (e is ItemNotFoundException or WildcardPatternException)
        {
            found = [];
        }

        return found.Count == 1 ? found[0] : throw new CommandException(
            CommandFault.PathAmbiguous,
            $"The path '{path}' contains wildcards that match {found.Count} folders; it must match exactly one. Correct the path, or use -LiteralPath if the characters are part of the name.",
            path);
    }

    /// <exception cref="CommandException">The path is of another provider.</exception>
    public static void RequireFileSystem(ProviderInfo provider, string path)
    {
        if (provider.Name != FileSystem)
        {
            throw new CommandException(
                CommandFault.PathNotFileSystem, $"'{path}' is a path of the provider {provider.Name}, and stores and blobs are in the file system. Specify a path in the file system.", path);
        }
    }

    /// <summary>By the rules of Windows this is a share. Here it would be a folder at the root of the local disk.</summary>
    private static void RefuseShare(string full, string path)
    {
        if (full.StartsWith(@"\\", StringComparison.Ordinal))
        {
            throw new CommandException(
                CommandFault.PathNotSupported,
                $"'{path}' is the path of a Windows network share, which this operating system does not support. Mount the share, and specify the path of the folder where it is mounted.",
                path);
        }
    }
}
