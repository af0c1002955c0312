using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Opening;
using OpsLog.Core.Store.Roles;
using OpsLog.Core.Store.Writing;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store.Opening;

/// <summary>What all openings promise: of the single writer, of an agent and of a reader.</summary>
public class OpeningTests
{
    private const string Torn = "{\"ts\":\"2026";

    [Theory]
    [InlineData("writer")]
    [InlineData("agent")]
    [InlineData("reader")]
    public void One_that_fails_at_any_call_leaves_nothing_open_and_nothing_locked(string kind)
    {
        bool hasFailed = true;
        for (int call = 1; hasFailed; call++)
        {
            FaultyBackend faulty = new(TornStore());
            faulty.Fail(nth: call);
            StoreContext context = Context(faulty);
            StoreRole? role = null;
            Exception? error = Record.Exception(() => role = Open(context, kind));
            hasFailed = faulty.HasFailed;
            role?.Dispose();
            Assert.True(faulty.OpenHandles == 0, $"The opening that failed at call {call} ({error?.Message}) left {faulty.OpenHandles} handles open.");
        }
    }

    [Theory]
    [InlineData("writer")]
    [InlineData("agent")]
    public void A_writer_that_finds_the_store_in_use_changes_nothing(string kind)
    {
        MemoryBackend disk = TornStore();
        using StoreRole first = Open(Context(disk.Share()), kind);
        FaultyBackend second = new(disk.Share());
        Assert.ThrowsAny<OpsLogException>(() => Open(Context(second), kind));
        AssertUnchanged(second);
    }

    [Fact]
    public void A_writer_holds_the_lock_before_it_reads_and_saves_the_torn_end_before_it_cuts_it_off()
    {
        MemoryBackend disk = TornStore();
        List<(StorageCall Call, string Name)> calls = [];
        FaultyBackend observed = new(disk) { Before = (call, name) => calls.Add((call, name)) };
        using StoreRole role = Open(Context(observed), "writer");
        int locked = calls.FindIndex(call => call.Call == StorageCall.TryLock && call.Name == StoreLayout.WriterLock);
        int read = calls.FindIndex(call => call is { Call: StorageCall.Read, Name: StoreLayout.Manifest });
        int saved = calls.FindIndex(call => call.Call == StorageCall.Complete && StoreLayout.IsTornTail(call.Name));
        int cut = calls.FindIndex(call => call.Call == StorageCall.Truncate);
        int[] order = [locked, read, saved, cut];
        Assert.DoesNotContain(-1, order);
        Assert.Equal(order.Order(), order);
        Assert.Equal(MadeUpStore.Set("a", "{}"), Encoding.UTF8.GetString(disk.Read(MadeUpStore.Log)!.Content));
    }

    [Fact]
    public void A_reader_takes_no_lock_and_changes_no_file()
    {
        FaultyBackend observed = new(TornStore());
        using StoreRole role = Open(Context(observed), "reader");
        Assert.True(role.State.Contains("a"u8));
        Assert.Equal(0, observed.Count(StorageCall.TryLock));
        AssertUnchanged(observed);
    }

    internal static StoreContext Context(IStorageBackend backend, OpsLogStoreOptions? options = null) =>
        new(backend, options ?? MadeUpStore.Options, new StoreCondition(backend.Location), new WarningList([]));

    private static StoreRole Open(StoreContext context, string kind) => kind switch
    {
        "writer" => WriterOpening.Open(context, default),
        "agent" => new AgentOpening(context, "a", default).Open(),
        _ => ReaderOpening.Open(context, default),
    };

    /// <summary>A store of another program with one record, and a torn line behind it.</summary>
    private static MemoryBackend TornStore() => new MadeUpStore().WithLog(MadeUpStore.Set("a", "{}") + Torn).Build();

    private static void AssertUnchanged(FaultyBackend backend) => Assert.All(
        new[] { StorageCall.Put, StorageCall.CreateObject, StorageCall.OpenAppend, StorageCall.Delete },
        call => Assert.Equal(0, backend.Count(call)));
}
