using System.Globalization;
using System.Text.Json.Nodes;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Crash;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Interop;

/// <summary>One writer at a time, whichever side it is on.</summary>
public sealed class NpmLockTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [NpmFact]
    public void It_is_refused_a_store_we_have_open()
    {
        using NpmProcess node = new();
        using (OwnStore own = new(_directory.Path))
        {
            NpmException refused = Assert.Throws<NpmException>(() => node.Open(_directory.Path));
            Assert.Contains($"locked by process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.", refused.Message);
            own.Set("a", """{"v":1}""");
        }

        Assert.Equal(["a"], node.Open(_directory.Path).Records.Keys);
    }

    [NpmFact]
    public void We_are_refused_a_store_it_has_open_and_its_process_is_named()
    {
        using NpmProcess node = new();
        NpmStore store = node.Open(_directory.Path);
        store.Set("a", """{"v":1}""");

        StoreLockedException refused = Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(_directory.Path));
        Assert.Equal(node.Id, refused.Holder!.ProcessId);
        Assert.Contains($"process {node.Id.ToString(CultureInfo.InvariantCulture)}", refused.Message);
        using (OpsLogStore reader = OpsLogStore.Open(_directory.Path, new OpsLogStoreOptions { ReadOnly = true }))
        {
            Assert.True(reader.Contains("a"));
        }

        store.Close();
        using OwnStore own = new(_directory.Path);
        Assert.Equal(["a"], own.Records.Keys);
    }

    [NpmFact]
    public void The_lock_of_a_killed_Node_process_is_stale()
    {
        using NpmProcess node = new();
        node.Open(_directory.Path).Set("a", """{"v":1}""");
        node.Kill();
        Assert.True(File.Exists(_directory[".lock"]));

        using OwnStore own = new(_directory.Path);
        Assert.Equal(["a"], own.Records.Keys);
    }

    [NpmFact]
    public void It_opens_the_store_of_a_killed_process_of_ours_and_reads_what_we_read()
    {
        using KilledWriter writer = new(_directory.Path, 1, "mixed", "Immediate", "OperatingSystem");
        writer.Begin();
        writer.WaitForFirst();
        Thread.Sleep(50);
        writer.Kill();
        Assert.True(File.Exists(_directory[".lock"]));
        using NpmProcess node = new();
        node.Open(_directory.Path).Close();

        SortedDictionary<string, string> ours;
        using (OwnStore own = new(_directory.Path))
        {
            ours = own.Records;
        }

        Assert.Equal(Origins(ours), Origins(node.Open(_directory.Path).Records));
    }

    [NpmFact]
    public void With_a_timeout_we_wait_until_it_closes()
    {
        using NpmProcess node = new();
        NpmStore store = node.Open(_directory.Path);
        Task<OpsLogStore> waiting = Task.Run(() => OpsLogStore.Open(_directory.Path, new OpsLogStoreOptions { LockTimeout = TimeSpan.FromSeconds(30) }));
        Assert.False(waiting.Wait(200));
        store.Set("a", """{"v":1}""");
        store.Close();

        using OpsLogStore own = waiting.Result;
        Assert.True(own.Contains("a"));
    }

    [NpmFact]
    public void A_Node_process_that_keeps_its_marker_open_lives_though_the_clock_was_set_forward()
    {
        using NpmProcess node = new();
        NpmStore store = node.Open(_directory.Path);
        File.SetLastWriteTimeUtc(_directory[".lock"], DateTime.UtcNow.AddHours(-1));
        foreach (string? agent in (string?[])[null, "a"])
        {
            StoreLockedException refused = Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(_directory.Path, new() { Agent = agent }));
            Assert.Equal(node.Id, refused.Holder!.ProcessId);
        }

        store.Close();
    }

    /// <summary>The write of each record; the numbers are too large for JavaScript.</summary>
    private static IEnumerable<(string, string)> Origins(SortedDictionary<string, string> records) =>
        records.Select(record => (record.Key, JsonNode.Parse(record.Value)!["from"]!.GetValue<string>()));
}
