using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Storage;

/// <summary>
/// Checks again that a name is inside the store. The engine has already checked each name.
/// </summary>
internal static class ObjectName
{
    /// <exception cref="InvalidNameException">The name is not a path inside the store.</exception>
    public static void Check(string name)
    {
        if (!StoreLayout.IsInside(name))
        {
            throw new InvalidNameException("an object name", name, "it is a path outside the store");
        }
    }

    /// <summary>The folder of all names with this prefix, without a trailing <c>/</c>; empty for the store itself.</summary>
    /// <exception cref="InvalidNameException">The prefix is outside the store.</exception>
    public static string FolderOf(string prefix)
    {
        int slash = prefix.LastIndexOf('/');
        if (slash < 0)
        {
            return "";
        }

        string folder = prefix[..slash];
        Check(folder);
        return folder;
    }
}
