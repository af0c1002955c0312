using System.Buffers.Binary;
using System.Globalization;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Blobs;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Crash;

/// <summary>
/// A process that replaces a blob again and again, killed at random moments: the blob is the last version that was reported, or
/// the one after it, completely, and the next opening removes the rest.
/// </summary>
public sealed class BlobKillTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int Numbers = 100_000;

    [Fact]
    public void A_blob_is_the_old_version_or_the_new_one_after_a_kill()
    {
        Random random = new(TestSeed.Next(output));
        using TemporaryDirectory directory = new();
        int version = 0;
        int newer = 0;
        int unfinished = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            bool isBefore = random.Next(5) == 0;
            int acknowledged = RunAndKill(directory.Path, version + 1, random.Next(60), waits: !isBefore);
            int known = acknowledged == 0 ? version : acknowledged;
            unfinished += directory.Files.Count(file => file.StartsWith("blobs/", StringComparison.Ordinal) && file.EndsWith(".tmp", StringComparison.Ordinal));
            using (OpsLogStore store = OpsLogStore.Open(directory.Path))
            {
                version = VersionOf(store);
                Assert.InRange(version, known, known + 1);
                newer += version - known;
                Assert.True(store.GetBlobs().Count <= 1);
            }

            Assert.DoesNotContain(directory.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
            Assert.Equal("", Findings.Of(new FileSystemBackend(directory.Path), FindingSeverity.Warning));
        }

        output.WriteLine($"{version} versions, {unfinished} unfinished files, {newer} times the write in progress took effect");
        Assert.True(version > Kills / 2, $"Only {version} versions were written.");
    }

    /// <summary>Returns the last version that was reported; 0 for none.</summary>
    private static int RunAndKill(string directory, int first, int milliseconds, bool waits)
    {
        using HostProcess host = HostProcess.Start("write-blobs", directory, "blob", first.ToString(CultureInfo.InvariantCulture));
        host.Expect("ready");
        using ManualResetEventSlim reported = new();
        Task<int> last = Task.Run(() =>
        {
            int version = 0;
            while (host.ReadLine() is { } line)
            {
                version = int.Parse(line, CultureInfo.InvariantCulture);
                reported.Set();
            }

            return version;
        });
        host.GoOn();
        Assert.True(!waits || reported.Wait(TimeSpan.FromMinutes(2)), "The writer wrote nothing.");
        Thread.Sleep(milliseconds);
        Assert.False(host.HasEnded, "The writer ended unexpectedly; its error output contains the reason.");
        host.Kill();
        return last.GetAwaiter().GetResult();
    }

    private static int VersionOf(OpsLogStore store)
    {
        if (store.FindBlob("blob") is null)
        {
            return 0;
        }

        byte[] content = store.BlobBytes("blob");
        int version = BinaryPrimitives.ReadInt32LittleEndian(content);
        Assert.Equal((Numbers - (version % 100)) * sizeof(int), content.Length);
        for (int at = 0; at < content.Length; at += sizeof(int))
        {
            Assert.Equal(version, BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(at)));
        }

        return version;
    }
}
