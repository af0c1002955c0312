using System.Text.Json;
using System.Text.Json.Nodes;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Interop;

/// <summary>
/// The npm package takes a snapshot while an agent of this engine has the store open, which its protocol does not
/// support: acknowledged operations are still kept, or reported.
/// </summary>
public sealed class NpmBesideTests : IDisposable
{
    private static readonly OpsLogStoreOptions s_ours = new() { Agent = "ours", Durability = Durability.OperatingSystem };
    private static readonly OpsLogStoreOptions s_reading = new() { ReadOnly = true };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [NpmTheory]
    [InlineData("refreshes")]
    [InlineData("compacts")]
    [InlineData("undoes")]
    [InlineData("archives")]
    [InlineData("closes")]
    [InlineData("writes on")]
    public void An_agent_of_ours_that_is_out_of_the_manifest_registers_again(string how)
    {
        using (OpsLogStore ours = OpsLogStore.Open(_directory.Path, s_ours))
        {
            ours.Set("seen", """{"n":1}""");
            ours.Set("replaced", """{"n":1}""");
            ours.Set("gone", """{"n":1}""");
            using NpmProcess node = new();
            NpmStore its = node.Open(_directory.Path, """{"agentId":"its"}""");
            its.Set("replaced", """{"by":"its"}""");
            its.Delete("gone");
            ours.Set("not seen", """{"n":2}""");
            ours.Delete("seen");
            its.Compact();
            its.Set("later", """{"by":"its"}""");
            ours.Set("in no log that counts", """{"n":3}""");
            switch (how)
            {
                case "refreshes":
                    ours.Refresh();
                    break;
                case "compacts":
                    ours.Compact();
                    break;
                case "undoes":
                    ours.Set("undone", """{"n":4}""");
                    Assert.Single(ours.Undo());
                    break;
                case "archives":
                    ours.Set("old", """{"n":5}""");
                    Assert.Equal(1, ours.Archive(record => record.IdText == "old", "2020").Records);
                    break;
                case "writes on":
                    DateTime end = DateTime.UtcNow.AddSeconds(30);
                    while (ours.Warnings.Count == 0)
                    {
                        Assert.True(DateTime.UtcNow < end, "It did not look at the manifest.");
                        ours.Set("written on", """{"n":6}""");
                    }

                    if (ours.Contains("written on"))
                    {
                        ours.Delete("written on");
                    }

                    break;
            }

            if (how != "closes")
            {
                Assert.Equal(StoreWarningKind.RegisteredAgain, Assert.Single(ours.Warnings).Kind);
            }

            ours.Close();
            node.Kill();
        }

        SortedDictionary<string, string> expected = new(StringComparer.Ordinal)
        {
            ["in no log that counts"] = """{"n":3}""",
            ["later"] = """{"by":"its"}""",
            ["not seen"] = """{"n":2}""",
            ["replaced"] = """{"by":"its"}""",
        };
        using (OpsLogStore reader = OpsLogStore.Open(_directory.Path, s_reading))
        {
            Assert.Equal(expected, reader.StateById());
            Assert.Empty(reader.Warnings);
        }

        Assert.Equal("", Findings.Of(new FileSystemBackend(_directory.Path), FindingSeverity.Warning));
        using OwnStore writer = new(_directory.Path);
        Assert.Equal(expected, writer.Records);
    }

    [NpmFact]
    public void Undo_takes_back_what_was_done_where_it_was_written_again()
    {
        using OpsLogStore ours = OpsLogStore.Open(_directory.Path, s_ours);
        ours.Set("seen", """{"n":1}""");
        using NpmProcess node = new();
        NpmStore its = node.Open(_directory.Path, """{"agentId":"its"}""");
        ours.Set("seen", """{"n":2}""");
        ours.Batch(batch =>
        {
            batch.Set("seen", """{"n":3}""");
            batch.Set("new", """{"n":3}""");
        });
        its.Compact();

        Assert.Equal(2, ours.Undo().Count);
        Assert.Equal(new SortedDictionary<string, string> { ["seen"] = """{"n":2}""" }, ours.StateById());
        Assert.Single(ours.Undo());
        Assert.Equal(new SortedDictionary<string, string> { ["seen"] = """{"n":1}""" }, ours.StateById());
        ours.Set("after", """{"n":4}""");
        Assert.Single(ours.Undo());
        Assert.Equal(["seen"], ours.StateById().Keys);
    }

    [NpmFact]
    public void What_a_snapshot_lacks_is_reported_where_ours_came_just_before_it()
    {
        using NpmProcess node = new();
        NpmStore its;
        using (OpsLogStore ours = OpsLogStore.Open(_directory.Path, s_ours))
        {
            ours.Set("seen", """{"n":1}""");
            its = node.Open(_directory.Path, """{"agentId":"its"}""");
            its.Set("its", """{"n":1}""");
            ours.Set("seen", """{"n":2}""");
            ours.Set("not seen", """{"n":2}""");
            ours.Compact();
        }

        its.Close();
        Assert.Contains("last operations on 2 records", Findings.Of(new FileSystemBackend(_directory.Path), FindingSeverity.Warning), StringComparison.Ordinal);
        using OpsLogStore reader = OpsLogStore.Open(_directory.Path, s_reading);
        Assert.Equal(StoreWarningKind.LostOperations, Assert.Single(reader.Warnings).Kind);
    }

    [NpmFact]
    public void An_agent_of_ours_whose_registration_was_overwritten_goes_on_in_its_log()
    {
        using OpsLogStore ours = OpsLogStore.Open(_directory.Path, s_ours);
        ours.Set("before", """{"n":1}""");
        string manifest = JsonNode.Parse(SharedFile.ReadAllText(_directory["manifest.json"]))!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        using OpsLogStore other = OpsLogStore.Open(_directory.Path, s_ours with { Agent = "other" });
        other.Set("others", """{"n":2}""");

        // As an agent of the package does that read the manifest before the other one registered.
        File.WriteAllText(_directory["manifest.json"], manifest);
        other.Set("after", """{"n":3}""");
        Assert.Equal(0, other.Refresh());
        ours.Refresh();
        Assert.Equal(["after", "before", "others"], ours.StateById().Keys);
    }

    [NpmTheory]
    [InlineData("agent of ours is killed")]
    [InlineData("single writer of its does not see agents")]
    public void Operations_that_the_state_lacks_are_reported(string why)
    {
        using NpmProcess node = new();
        if (why == "agent of ours is killed")
        {
            using OwnProcess ours = new(_directory.Path, "ours");
            ours.Set("seen", """{"n":1}""");
            NpmStore its = node.Open(_directory.Path, """{"agentId":"its"}""");
            its.Set("its", """{"n":2}""");
            ours.Set("lost", """{"n":3}""");
            its.Compact();
            ours.Kill();
            its.Close();
        }
        else
        {
            NpmTurn.Take(node, _directory.Path, NpmTurn.Writer, ("its", """{"n":1}"""));
            NpmTurn.Take(node, _directory.Path, """{"agentId":"ours","checkpointOnClose":false}""", ("seen", """{"n":2}"""), ("lost", """{"n":3}"""));
            NpmTurn.Take(node, _directory.Path, "{}", ("seen", """{"n":2}"""));
        }

        Assert.Contains("LostOperations ops/agent-ours-", Assert.Single(Findings.Of(new FileSystemBackend(_directory.Path), FindingSeverity.Warning).Split('\n')), StringComparison.Ordinal);
        foreach (OpsLogStoreOptions options in new[] { s_reading, s_ours, new OpsLogStoreOptions() })
        {
            using OpsLogStore store = OpsLogStore.Open(_directory.Path, options with { CheckpointOnClose = CheckpointOnClose.Never });
            StoreWarning warning = Assert.Single(store.Warnings);
            Assert.Equal(StoreWarningKind.LostOperations, warning.Kind);
            Assert.Contains("on 1 record,", warning.Message, StringComparison.Ordinal);
        }
    }
}
