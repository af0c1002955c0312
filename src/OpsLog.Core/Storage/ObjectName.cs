using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Storage;

/// <summary>
/// The last line of defence against a name that leads outside the store; the engine has checked every name before.
/// </summary>
internal static class ObjectName
{
    /// <exception cref="InvalidNameException">The name is no path within a store.</exception>
    public static void Check(string name)
    {
        if (!StoreLayout.IsInside(name))
        {
            throw new InvalidNameException("an object name", name, "it is a path outside the store");
        }
    }

    /// <summary>The folder that every name with this prefix is in, without a trailing <c>/</c>; empty for the store itself.</summary>
    /// <exception cref="InvalidNameException">The prefix leads outside the store.</exception>
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
