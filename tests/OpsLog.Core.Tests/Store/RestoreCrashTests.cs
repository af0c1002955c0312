using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

public class RestoreCrashTests
{
    /// <summary>With the lower durability too: the segment is always on the disk, so the sets have to be there first.</summary>
    [Theory]
    [InlineData(null, Durability.Disk)]
    [InlineData("a", Durability.Disk)]
    [InlineData(null, Durability.OperatingSystem)]
    [InlineData("a", Durability.OperatingSystem)]
    public void At_each_storage_call_of_a_restore_and_its_undo_each_record_is_somewhere(string? agent, Durability durability)
    {
        foreach (bool compacts in (bool[])[false, true])
        {
            MemoryBackend disk = new();
            FaultyBackend view = new(disk.Share());
            List<(string Where, MemoryBackend Disk)> images = [];
            using (OpsLogStore store = RestoreSamples.Archived(view, new() { Agent = agent, Durability = durability }))
            {
                store.Flush();
                view.Before = (call, name) => images.Add(($"{call} {name}", disk.Clone()));
                store.Restore(record => record.IdText != "c", "s");
                store.Restore(record => record.IdText == "c", "s");
                if (compacts)
                {
                    store.Compact();
                }

                store.Undo();
                store.Undo();
                store.Undo();
                images.Add(("the end", disk.Clone()));
                view.Before = (_, _) => { };
            }

            Assert.InRange(images.Count, 20, 400);
            foreach ((string where, MemoryBackend image) in images)
            {
                foreach (MemoryBackend lost in (MemoryBackend[])[image.Clone(), image.Crash()])
                {
                    using OpsLogStore opened = OpsLogStore.Open(lost.Share());
                    IEnumerable<string> found = opened.StateById().Keys.Concat(opened.GetSegmentNames().SelectMany(name => opened.SegmentById(name).Keys));
                    Assert.True(RestoreSamples.Ids.Except(found).FirstOrDefault() is not { } missing, $"'{RestoreSamples.Ids.Except(found).FirstOrDefault()}' is nowhere before {where}");
                    foreach (string segment in opened.GetSegmentNames())
                    {
                        opened.Restore(_ => true, segment);
                    }

                    Assert.Equal(RestoreSamples.Ids, opened.StateById().Keys);
                    Assert.DoesNotContain(opened.Warnings, warning => warning.Kind != StoreWarningKind.TornTail);
                    opened.Close();
                    Assert.Equal("", Findings.Of(lost.Share(), Core.Maintenance.FindingSeverity.Warning));
                }
            }
        }
    }
}
