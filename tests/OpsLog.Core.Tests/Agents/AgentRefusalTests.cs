using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Agents;

/// <summary>What several writers are refused, each with its own exception, and with nothing changed.</summary>
public sealed class AgentRefusalTests : IDisposable
{
    private static readonly OpsLogStoreOptions _fast = new() { Durability = Durability.OperatingSystem, CheckpointOnClose = CheckpointOnClose.Never };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_single_writer_beside_a_live_agent()
    {
        using OpsLogStore agent = Open("a");
        agent.Set("x", """{"n":1}""");
        string[] before = Contents();
        StoreLockedException refusal = Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(_directory.Path, _fast));
        Assert.Contains("agent 'a'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Environment.ProcessId, refusal.Holder!.ProcessId);
        Assert.Equal(before, Contents());
        agent.Set("y", """{"n":2}""");
        agent.Close();
        using OpsLogStore writer = OpsLogStore.Open(_directory.Path, _fast);
        Assert.Equal(["x", "y"], writer.StateById().Keys);
    }

    [Fact]
    public void An_agent_beside_a_live_single_writer()
    {
        using OpsLogStore writer = OpsLogStore.Open(_directory.Path, _fast);
        writer.Set("x", """{"n":1}""");
        string[] before = Contents();
        StoreLockedException refusal = Assert.Throws<StoreLockedException>(() => Open("a"));
        Assert.Equal(Environment.ProcessId, refusal.Holder!.ProcessId);
        Assert.Equal(before, Contents());
        Assert.True(writer.Compact().Taken);
    }

    [Fact]
    public void An_agent_that_is_one_file_with_another_on_Windows_or_macOS()
    {
        (string first, string second) = ("Bob", "bob");
        using OpsLogStore agent = Open(first);
        agent.Set("x", """{"n":1}""");
        string[] before = [.. _directory.Files];
        InvalidNameException refusal = Assert.Throws<InvalidNameException>(() => Open(second));
        Assert.Contains($"'{first}'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, _directory.Files);
        agent.Close();
        OpsLogStore.Open(_directory.Path, _fast with { CheckpointOnClose = CheckpointOnClose.Always }).Close();

        // Its logs are history by now, and its files are there still.
        Assert.Throws<InvalidNameException>(() => Open(second));
        Open(first).Close();
    }

    [Fact]
    public void An_agent_whose_file_name_is_too_long_in_bytes()
    {
        Assert.Throws<InvalidNameException>(() => Open(new string('\u3042', 100)));
        using OpsLogStore agent = Open(new string('\u3042', 53));
        agent.Set("x", """{"n":1}""");
    }

    [Fact]
    public void A_log_that_vanished()
    {
        string log = WriteAsTwo();
        using OpsLogStore live = Open("live");
        File.Delete(log);
        string[] before = Contents();
        Assert.Equal(Normal(log), Normal(Assert.Throws<LogMissingException>(() => live.Refresh()).Path));
        Assert.Throws<LogMissingException>(() => live.Compact());
        Assert.Throws<LogMissingException>(() => OpsLogStore.Open(_directory.Path, new() { ReadOnly = true }));
        Assert.Equal(before, Contents());
        live.Set("still", """{"n":1}""");
    }

    [Fact]
    public void A_log_that_was_cut_by_hand()
    {
        string log = WriteAsTwo();
        using OpsLogStore live = Open("live");
        byte[] whole = SharedFile.ReadAllBytes(log);
        File.WriteAllBytes(log, whole[..(whole.Length / 2)]);
        string[] before = Contents();
        AgentLogException refusal = Assert.Throws<AgentLogException>(() => live.Refresh());
        Assert.Equal(Normal(log), Normal(refusal.Path));
        Assert.Throws<AgentLogException>(() => live.Compact());
        Assert.Equal(before, Contents());

        // The bytes are what it goes by, not the length.
        File.WriteAllBytes(log, [.. whole[..(whole.Length / 2)], .. whole]);
        Assert.Throws<AgentLogException>(() => live.Refresh());
        File.WriteAllBytes(log, whole);
        Assert.Equal(0, live.Refresh());
        Assert.True(live.Contains("by-b"));
    }

    [Fact]
    public void A_log_that_was_cut_below_what_the_snapshot_covers()
    {
        using (OpsLogStore b = Open("b"))
        using (OpsLogStore a = Open("a"))
        {
            b.Set("by-b", """{"n":1}""");
            a.Compact();
            b.Set("by-b", """{"n":2}""");
        }

        string log = Directory.GetFiles(_directory["ops"], "agent-b-*").Single();
        File.WriteAllBytes(log, SharedFile.ReadAllBytes(log)[..10]);
        string[] before = Contents();
        foreach (OpsLogStoreOptions options in (OpsLogStoreOptions[])[new() { ReadOnly = true }, _fast, _fast with { Agent = "a" }, _fast with { Agent = "b" }])
        {
            Assert.Equal(Normal(log), Normal(Assert.Throws<AgentLogException>(() => OpsLogStore.Open(_directory.Path, options)).Path));
            Assert.Equal(before, Contents());
        }
    }

    [Fact]
    public void A_log_with_an_operation_of_another_agent()
    {
        string log = WriteAsTwo();
        string text = SharedFile.ReadAllText(log).Replace("\"agent\":\"b\"", "\"agent\":\"c\"", StringComparison.Ordinal);
        File.WriteAllLines(log, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(WithoutChecksum));
        string[] before = Contents();
        foreach (OpsLogStoreOptions options in (OpsLogStoreOptions[])[new() { ReadOnly = true }, _fast, _fast with { Agent = "a" }])
        {
            AgentLogException refusal = Assert.Throws<AgentLogException>(() => OpsLogStore.Open(_directory.Path, options));
            Assert.Contains("agent 'b'", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(before, Contents());
        }
    }

    private static string WithoutChecksum(string line) => line[..line.LastIndexOf(",\"crc\"", StringComparison.Ordinal)] + "}";

    private static string Normal(string path) => Path.GetFullPath(path);

    private OpsLogStore Open(string agent) => OpsLogStore.Open(_directory.Path, _fast with { Agent = agent });

    /// <summary>Agents a and b write; the path of b's log is returned.</summary>
    private string WriteAsTwo()
    {
        using OpsLogStore a = Open("a");
        using OpsLogStore b = Open("b");
        a.Set("by-a", """{"n":1}""");
        b.Set("by-b", """{"n":1}""");
        b.Set("by-b", """{"n":2}""");
        return Directory.GetFiles(_directory["ops"], "agent-b-*").Single();
    }

    private string[] Contents() =>
        [.. _directory.Files.Where(file => !file.Contains("lock", StringComparison.Ordinal)).Select(file => $"{file} {Encoding.Latin1.GetString(SharedFile.ReadAllBytes(_directory[file]))}")];
}
