using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>The wrapper keeps the contract while nothing is to fail...</summary>
public sealed class FaultyContractTests : StorageContractTests
{
    private readonly MemoryBackend _memory = new();
    private readonly FaultyBackend _backend;

    public FaultyContractTests() => _backend = new FaultyBackend(_memory);

    protected override IStorageBackend Backend => _backend;

    protected override IStorageBackend OpenAgain() => new FaultyBackend(_memory.Share());

    public override void Dispose() => _backend.Dispose();
}

/// <summary>...and fails exactly the specified calls.</summary>
public sealed class FaultyBackendTests
{
    private readonly MemoryBackend _memory = new();
    private readonly FaultyBackend _backend;

    public FaultyBackendTests() => _backend = new FaultyBackend(_memory);

    [Fact]
    public void The_nth_call_fails_once()
    {
        _backend.Put("before", [], PutCondition.None);
        _backend.Fail(StorageCall.Put, nth: 2);
        _backend.Put("one", [], PutCondition.None);
        Assert.Throws<StorageException>(() => _backend.Put("two", [], PutCondition.None));
        _backend.Put("three", [], PutCondition.None);
        Assert.Equal(["before", "one", "three"], _memory.List("").Select(found => found.Name));
        Assert.Equal(4, _backend.Count(StorageCall.Put));
    }

    [Fact]
    public void Or_it_and_all_later_ones_until_healed()
    {
        var error = new InvalidOperationException("mine");
        _backend.Fail(StorageCall.Flush, forever: true, with: error);
        using IAppendLog log = _backend.OpenAppend("ops/a");
        Assert.Same(error, Assert.Throws<InvalidOperationException>(log.Flush));
        Assert.Same(error, Assert.Throws<InvalidOperationException>(log.Flush));
        _backend.Heal();
        log.Flush();
    }

    [Fact]
    public void A_failing_append_can_leave_a_part()
    {
        _backend.Fail(StorageCall.Append, part: 3);
        using IAppendLog log = _backend.OpenAppend("ops/a");
        Assert.Throws<StorageException>(() => log.Append("12345"u8));
        Assert.Equal("123"u8.ToArray(), _memory.Read("ops/a")!.Content);
    }

    [Fact]
    public void A_failing_completion_leaves_nothing()
    {
        _backend.Fail(StorageCall.Complete);
        using (IObjectWriter writer = _backend.CreateObject("a"))
        {
            writer.Write("x"u8);
            Assert.Throws<StorageException>(writer.Complete);
        }

        Assert.Null(_memory.Find("a"));
    }

    [Fact]
    public void A_put_can_take_effect_and_fail_then()
    {
        _backend.Fail(StorageCall.Put, after: true);
        Assert.Throws<StorageException>(() => _backend.Put("a", "x"u8, PutCondition.None));
        Assert.NotNull(_memory.Find("a"));
    }

    [Fact]
    public void The_nth_call_of_any_kind_fails()
    {
        _backend.Fail(nth: 3);
        _backend.Put("a", "x"u8, PutCondition.None);
        using IObjectReader reader = _backend.OpenRead("a");
        StorageException failure = Assert.Throws<StorageException>(() => reader.Read(0, new byte[1]));
        Assert.Contains("ReadPart", failure.Message);
        Assert.Equal(1, reader.Read(0, new byte[1]));
        Assert.Equal(4, _backend.Calls);
    }

    [Fact]
    public void An_append_can_be_made_in_pieces_and_fail_between_them()
    {
        _backend.PieceLength = 2;
        _backend.Fail(StorageCall.Append, nth: 3, part: 1);
        using IAppendLog log = _backend.OpenAppend("ops/a");
        Assert.Throws<StorageException>(() => log.Append("1234567"u8));
        Assert.Equal("12345"u8.ToArray(), _memory.Read("ops/a")!.Content);
    }

    [Fact]
    public void What_is_open_is_counted()
    {
        IDisposable[] opened =
        [
            _backend.OpenAppend("ops/a"), _backend.OpenRead("ops/a"), _backend.CreateObject("b"), _backend.TryLock("writer", []).Lock!,
        ];
        Assert.Equal(4, _backend.OpenHandles);
        Assert.Null(_backend.TryLock("writer", []).Lock);
        foreach (IDisposable handle in (IDisposable[])[.. opened, .. opened])
        {
            handle.Dispose();
        }

        Assert.Equal(0, _backend.OpenHandles);
    }
}
