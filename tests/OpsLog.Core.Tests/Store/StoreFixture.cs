using OpsLog.Core.Tests.House;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

/// <summary>A store that is checked in.</summary>
internal static class StoreFixture
{
    public static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "OpsLog.Core.Tests", "fixtures", "stores", name);

    public static void Copy(string name, TemporaryDirectory target)
    {
        foreach (string file in Directory.GetFiles(PathOf(name), "*", SearchOption.AllDirectories))
        {
            string copy = target[Path.GetRelativePath(PathOf(name), file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
