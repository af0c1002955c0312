using System.Diagnostics;
using System.Net.Sockets;
using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store;

/// <summary>A pipe, socket or device under a name that the store opens is an error, and nothing waits for its other end.</summary>
public sealed class SpecialFileTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (string kind in (string[])["pipe", "socket", "device"])
        {
            foreach (string name in (string[])[".lock", "manifest.json", "log", "snapshot", "locks/writer.lock", "locks/put.mutex"])
            {
                cases.Add(kind, name);
            }
        }

        return cases;
    }

    [PipeTheory]
    [MemberData(nameof(Cases))]
    public async Task A_special_file_under_a_name_of_the_store_is_an_error(string kind, string name)
    {
        using (OpsLogStore store = OpsLogStore.Open(_directory["s"]))
        {
            store.Set("a", "{}"u8);
        }

        string path = PathOf(name);
        File.Delete(path);
        using IDisposable? made = Make(kind, path);
        OpsLogException error = await Refusal(new OpsLogStoreOptions());
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(kind == "socket" ? "" : $"a {kind}", error.Message, StringComparison.Ordinal);
        if (name is "manifest.json" or "log" or "snapshot")
        {
            Assert.Contains(path, (await Refusal(new OpsLogStoreOptions { ReadOnly = true })).Message, StringComparison.Ordinal);
        }

        List<StoreFinding> findings = await Task.Run(() => StoreCheck.Run(new FileSystemBackend(_directory["s"])).ToList()).WaitAsync(s_patience);
        Assert.Contains(findings, finding => path == _directory[$"s/{finding.File}"] && finding.Severity != FindingSeverity.Information);
    }

    private Task<OpsLogException> Refusal(OpsLogStoreOptions options) =>
        Task.Run(() => Assert.ThrowsAny<OpsLogException>(() => OpsLogStore.Open(_directory["s"], options))).WaitAsync(s_patience);

    private string PathOf(string name) => name switch
    {
        "log" => Directory.GetFiles(_directory["s/ops"]).Single(),
        "snapshot" => Directory.GetFiles(_directory["s/snapshots"]).Single(),
        _ => _directory[$"s/{name}"],
    };

    private static IDisposable? Make(string kind, string path)
    {
        switch (kind)
        {
            case "pipe":
                using (Process made = Process.Start("mkfifo", path))
                {
                    made.WaitForExit();
                }

                return null;
            case "socket":
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(path));
                return socket;
            default:
                File.CreateSymbolicLink(path, "/dev/zero");
                return null;
        }
    }
}
