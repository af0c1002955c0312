using System.Runtime.Versioning;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store;

/// <summary>If a user can't open a store, the error contains the file, its owner, and what to do.</summary>
public sealed class PermissionTests : IDisposable
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [OtherUserFact]
    [UnsupportedOSPlatform("windows")]
    public void A_store_last_written_by_root_says_so_to_another_user()
    {
        string path = NewStore();
        foreach ((string how, string file) in ((string, string)[])[("open", "locks/writer.lock"), ("open-as a", "locks")])
        {
            string answer = Ask(path, how);
            Assert.Contains($"'{Path.Combine(path, file)}' belongs to 'root', and this process runs as ", answer);
            Assert.Contains("Run it as 'root', or give ", answer);
        }

        // A folder that is its owner's alone.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Contains($"'{path}' belongs to 'root', and this process runs as ", Ask(path, "open"));
    }

    [OtherUserFact]
    [UnsupportedOSPlatform("windows")]
    public void Reading_asks_for_permission_to_read_only()
    {
        string path = NewStore();
        File.SetUnixFileMode(Path.Combine(path, "manifest.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string answer = Ask(path, "read");
        Assert.Contains("manifest.json' belongs to 'root'", answer);
        Assert.Contains("permission to read the store's folder", answer);
    }

    [OtherUserFact]
    [UnsupportedOSPlatform("windows")]
    public void A_check_that_may_not_read_a_lock_names_its_owner()
    {
        string path = NewStore();
        File.WriteAllText(Path.Combine(path, "locks/writer.holder"), "");
        foreach (string entry in Directory.GetFileSystemEntries(path, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(entry, File.GetUnixFileMode(entry) | Others);
        }

        string hidden = Path.Combine(path, "locks/writer.lock");
        File.SetUnixFileMode(hidden, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains($"'{hidden}' belongs to 'root', and this process runs as ", Ask(path, "check"));
    }

    /// <summary>A store in a folder that others may enter.</summary>
    [UnsupportedOSPlatform("windows")]
    private string NewStore()
    {
        string path = _directory["store"];
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(_directory.Path, File.GetUnixFileMode(_directory.Path) | Others);
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Others);
        OpsLogStore.Open(path).Dispose();
        return path;
    }

    private static string Ask(string path, string how)
    {
        using HostProcess other = HostProcess.StartUnder(OtherUserFactAttribute.Command, "command-store", path);
        other.Expect("ready");
        return other.Ask(how);
    }
}
