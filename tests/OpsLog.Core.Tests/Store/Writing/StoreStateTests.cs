using System.Buffers;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Writing;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store.Agents;

namespace OpsLog.Core.Tests.Store.Writing;

/// <summary>The state of a reader beside writers.</summary>
public sealed class StoreStateTests : IDisposable
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private readonly MemoryBackend _disk = new();
    private readonly OwnedState _writer;

    public StoreStateTests() => _writer = new OwnedState(_disk.Share());

    public void Dispose() => _writer.Dispose();

    [Theory]
    [InlineData("count")]
    [InlineData("contains")]
    [InlineData("copy")]
    [InlineData("get")]
    [InlineData("view")]
    [InlineData("fork")]
    [InlineData("measure")]
    public void A_closed_store_gives_nothing(string call)
    {
        Action read = call switch
        {
            "count" => () => _ = _writer.State.Count,
            "contains" => () => _writer.State.Contains("a"u8),
            "copy" => () => _writer.State.TryGet("a"u8, new ArrayBufferWriter<byte>()),
            "get" => () => _writer.State.Get("a"u8),
            "view" => () => _writer.State.View(),
            "fork" => () => _writer.State.Fork(),
            _ => () => _writer.State.Measure(),
        };
        read();
        _writer.Condition.Close();
        Assert.Throws<StoreClosedException>(read);
    }

    [Fact]
    public void A_newer_manifest_brings_its_logs_and_a_newer_version_alone_does_not()
    {
        using AgentParts a = new(_disk.Share());
        StoreState reader = Reader();
        using OwnedState b = new(_disk.Share(), new() { Agent = "b" });
        b.Put("by-b", "{}");
        using StoreTurn turn = reader.EnterTurn(default);
        reader.AdoptVersion(turn, ManifestFile.Read(_disk));
        Assert.True(reader.TryReadNew(turn, null, null));
        Assert.False(reader.Contains("by-b"u8));
        reader.Adopt(turn, ManifestFile.Read(_disk));
        Assert.True(reader.TryReadNew(turn, null, null));
        Assert.True(reader.Contains("by-b"u8));
    }

    [Fact]
    public void Where_a_log_cannot_be_read_the_clock_is_not_behind_what_was_read_of_the_others()
    {
        using OwnedState b = new(_disk.Share(), new() { Agent = "b" });
        using OwnedState c = new(_disk.Share(), new() { Agent = "c" });
        StoreState reader = Reader();
        b.Put("by-b", "{}");
        _disk.Delete(c.State.LogName);
        using StoreTurn turn = reader.EnterTurn(default);
        Assert.Throws<LogMissingException>(() => reader.TryReadNew(turn, null, null));
        Assert.Equal((true, b.State.Clock), (reader.Contains("by-b"u8), reader.Clock));
    }

    [Fact]
    public void The_clock_does_not_go_back_where_a_state_with_less_is_loaded()
    {
        using AgentParts a = new(_disk.Share());
        LoadedStore earlier = a.Owned.Load();
        a.Write(("x", "{}"));
        a.Write(("x", "{}"));
        a.State.Replace(a.Turn, earlier);
        Assert.Equal(2, a.State.Clock);
        a.Write(("x", "{}"));
        Assert.Equal(3, a.State.Clock);
    }

    [Fact]
    public void How_far_it_has_read_is_not_how_long_the_log_is()
    {
        StoreState reader = Reader();
        _writer.Put("a", "{}");
        Assert.Equal((_writer.State.LogName, 0), reader.ReadUpTo());
        using StoreTurn turn = reader.EnterTurn(default);
        reader.TryReadNew(turn, null, null);
        Assert.Equal((_writer.State.LogName, _writer.State.End.Offset), reader.ReadUpTo());
    }

    [Fact]
    public void What_was_read_is_applied_under_the_lock()
    {
        _writer.Put("a", "{}");
        StoreState reader = Reader();
        _writer.Put("b", "{}");
        using StoreTurn turn = reader.EnterTurn(default);
        using HeldBuffer held = new();
        Thread get = Start(() => reader.TryGet("a"u8, held));
        Assert.True(held.Entered.Wait(s_bound));
        List<LoggedOperation> read = [];
        Thread refresh = Start(() => reader.TryReadNew(turn, null, read));
        Assert.False(refresh.Join(50));
        Assert.Empty(read);
        held.Release.Set();
        Assert.True(get.Join(s_bound));
        Assert.True(refresh.Join(s_bound));
        Assert.Equal("b", Assert.Single(read).Id);
    }

    [Fact]
    public void Nothing_is_read_of_the_disk_under_the_lock()
    {
        _writer.Put("a", "{}");
        FaultyBackend observed = new(_disk.Share());
        StoreState reader = new(new StoreCondition(_disk.Location), _writer.Load(observed));
        _writer.Put("b", "{}");
        observed.Before = (_, _) => Assert.True(Start(() => reader.Get("a"u8)).Join(s_bound));
        int calls = observed.Calls;
        using StoreTurn turn = reader.EnterTurn(default);
        reader.TryReadNew(turn, null, null);
        Assert.True(observed.Calls > calls);
        Assert.True(reader.Contains("b"u8));
    }

    private StoreState Reader() => new(new StoreCondition(_disk.Location), _writer.Load());

    private static Thread Start(Action body)
    {
        Thread thread = new(() => body()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    /// <summary>A destination that stops in the middle of a read, which holds the lock.</summary>
    private sealed class HeldBuffer : IBufferWriter<byte>, IDisposable
    {
        private readonly ArrayBufferWriter<byte> _inner = new();

        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim Release { get; } = new();

        public void Advance(int count) => _inner.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0) => _inner.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0)
        {
            Entered.Set();
            Release.Wait(s_bound);
            return _inner.GetSpan(sizeHint);
        }

        public void Dispose()
        {
            Entered.Dispose();
            Release.Dispose();
        }
    }
}
