using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpsLog.Core.Maintenance;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Load;

/// <summary>A store that is opened, written to and closed again and again: a million records in a full run.</summary>
public sealed class RoundsTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 20;

    private static readonly int s_records = LongRun.Or(1_000_000, 10_000);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void All_records_survive_twenty_rounds() => Seed.Run(random =>
    {
        // What each record holds: the number of the round that wrote it last; 0 where it was deleted.
        byte[] written = new byte[s_records];
        Stopwatch time = Stopwatch.StartNew();
        for (int round = 1; round <= Rounds; round++)
        {
            CheckpointOnClose onClose = (CheckpointOnClose)(round % 3);
            using OpsLogStore store = OpsLogStore.Open(_directory["store"], new() { CheckpointOnClose = onClose });
            Assert.Empty(store.Warnings);
            Check(store, written);
            using DeferredWrites writes = store.DeferWrites();
            int count = round == 1 ? s_records : s_records / 10;
            for (int i = 0; i < count; i++)
            {
                Write(writes, written, round == 1 ? i : random.Next(s_records), (byte)round);
            }
        }

        using (OpsLogStore store = OpsLogStore.Open(_directory["store"], new() { ReadOnly = true }))
        {
            Check(store, written);
        }

        long bytes = _directory.Files.Sum(file => new FileInfo(_directory[file]).Length);
        output.WriteLine($"{s_records:N0} records, {Rounds} rounds, {bytes >> 20} MB of files, {time.Elapsed.TotalSeconds:N0} s, seed {Seed.Value}");
        Assert.Empty(StoreCheck.Run(new FileSystemBackend(_directory["store"])));
    });

    private static void Write(DeferredWrites writes, byte[] written, int number, byte round)
    {
        string id = $"task-{number}";
        if (written[number] > 0 && number % 50 == round)
        {
            writes.Delete(id);
            written[number] = 0;
        }
        else
        {
            writes.Set(id, $$"""{"n":{{number}},"round":{{round}},"title":"the task of number {{number}}","status":"open","tags":["a","b"]}""");
            written[number] = round;
        }
    }

    private static void Check(OpsLogStore store, byte[] written)
    {
        int seen = 0;
        foreach (RecordRef record in store.View())
        {
            int number = int.Parse(record.IdText.AsSpan(5), CultureInfo.InvariantCulture);
            byte[] start = Encoding.UTF8.GetBytes($$"""{"n":{{number}},"round":{{written[number]}},""");
            Assert.True(record.Value.StartsWith(start), $"{record.IdText} is not what round {written[number]} wrote");
            seen++;
        }

        Assert.Equal(written.Count(round => round > 0), seen);
    }
}
