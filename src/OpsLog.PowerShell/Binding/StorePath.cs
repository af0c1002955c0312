using System.Collections.ObjectModel;
using System.Management.Automation;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Binding;

/// <summary>Paths as the user gives them, and as the file system takes them. What a path names need not exist yet.</summary>
internal static class StorePath
{
    private const string FileSystem = "FileSystem";

    /// <summary>The full path.</summary>
    /// <param name="paths">The session's location and drives.</param>
    /// <param name="path">A path of the file system, relative to the current location.</param>
    /// <param name="literal">Whether wildcard characters stand for themselves.</param>
    /// <exception cref="CommandException">The path is of another provider, or its wildcards don't name one place.</exception>
    public static string Resolve(PathIntrinsics paths, string path, bool literal)
    {
        ProviderInfo provider;
        if (literal || !WildcardPattern.ContainsWildcardCharacters(path))
        {
            string plain = literal ? path : WildcardPattern.Unescape(path);
            string full = paths.GetUnresolvedProviderPathFromPSPath(plain, out provider, out _);
            Check(provider, path);
            return full;
        }

        Collection<string> found = paths.GetResolvedProviderPathFromPSPath(path, out provider);
        Check(provider, path);
        return found.Count == 1 ? found[0] : throw new CommandException(
            CommandFault.PathAmbiguous,
            $"The path '{path}' has wildcards and names {found.Count} places; a store is one. Give -LiteralPath if the characters are part of the name.",
            path);
    }

    private static void Check(ProviderInfo provider, string path)
    {
        if (provider.Name != FileSystem)
        {
            throw new CommandException(
                CommandFault.PathNotFileSystem, $"'{path}' is a path of the provider {provider.Name}. A store is a folder of the file system: give the path of one.", path);
        }
    }
}
