using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Faults;

/// <summary>What work on a real directory leaves: files of the store, its owner's alone, and nothing else anywhere.</summary>
public sealed class HygieneTests : IDisposable
{
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _parent = new();

    public static TheoryData<string> Histories => ["writer", "agents", "pruning"];

    public void Dispose() => _parent.Dispose();

    [Theory]
    [MemberData(nameof(Histories))]
    public void A_new_store_is_private_and_only_what_it_knows_is_in_it(string name)
    {
        New(name, "store").Run();

        Assert.All(_parent.Files, file => Assert.StartsWith("store", file));
        Assert.Empty(StoreCheck.Run(new FileSystemBackend(_parent["store"])));
        if (!OperatingSystem.IsWindows())
        {
            Assert.All([_parent["store"], .. Directory.GetDirectories(_parent["store"])], folder => Assert.Equal(OwnersFolder, _parent.ModeOf(folder)));
            Assert.All(_parent.Files, file => Assert.Equal(OwnersFile, _parent.ModeOf(file)));
        }
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void No_unfinished_file_is_left_whatever_call_failed(string name)
    {
        ScriptedHistory whole = New(name, "whole");
        whole.Run();
        for (int number = 1; number <= whole.Backend.Calls; number += 9)
        {
            ScriptedHistory history = New(name, $"store-{number}");
            history.Backend.Fail(nth: number, part: 7);
            Attempt(history.Run);
            Attempt(history.CloseAll);

        }

        Assert.DoesNotContain(_parent.Files, file => file.Contains(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_written_outside_of_the_store()
    {
        string[] places = ["home", "temporary", "working"];
        Array.ForEach(places, place => Directory.CreateDirectory(_parent[place]));
        Dictionary<string, string> environment = new()
        {
            ["HOME"] = _parent["home"],
            ["USERPROFILE"] = _parent["home"],
            ["TMPDIR"] = _parent["temporary"],
            ["TMP"] = _parent["temporary"],
            ["TEMP"] = _parent["temporary"],
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        using (HostProcess process = HostProcess.Start(environment, _parent["working"], "agent-joins", []))
        {
            process.Say(_parent["store"]);
            process.Say("a");
            process.Expect("ready");
            process.GoOn();
            process.Expect("written");
            process.GoOn();
            process.Expect("closed");
        }

        Assert.Contains("store/manifest.json", _parent.Files.Select(file => file.Replace('\\', '/')));
        Assert.All(_parent.Files, file => Assert.StartsWith("store", file));
    }

    private static void Attempt(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is OpsLogException || (e is AggregateException several && several.InnerExceptions.All(one => one is OpsLogException)))
        {
            // The fault, of one thread or of several at once, or none.
        }
    }

    private ScriptedHistory New(string name, string directory)
    {
        FileSystemBackend backend = new(_parent[directory]);
        return name switch
        {
            "writer" => new WriterHistory(Durability.OperatingSystem, WriteMode.Immediate, backend),
            "agents" => new AgentHistory(Durability.OperatingSystem, backend),
            _ => new PruningHistory(backend),
        };
    }
}
