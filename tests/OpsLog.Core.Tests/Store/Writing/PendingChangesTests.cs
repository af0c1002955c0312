using OpsLog.Core.State;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Store.Writing;

public class PendingChangesTests
{
    private readonly RecordTable _table = new();
    private readonly PendingChanges _pending = new();

    public PendingChangesTests()
    {
        for (byte n = 1; n <= 4; n++)
        {
            _pending.Add(n * 10, _table.Set("id"u8, [n]));
        }
    }

    [Fact]
    public void An_acknowledged_change_is_not_reverted()
    {
        _pending.Acknowledge(29);
        Assert.Equal(2, _pending.Count);
        _pending.Acknowledge(30);
        Assert.Equal(1, _pending.Count);
        _pending.Revert(_table, 1);
        Assert.Equal(3, Value());
        Assert.Equal(0, _pending.Count);
    }

    [Fact]
    public void The_last_ones_are_reverted_newest_first_and_the_others_stay()
    {
        _pending.Revert(_table, 2);
        Assert.Equal(2, Value());
        Assert.Equal(2, _pending.Count);
        _pending.Acknowledge(10);
        Assert.Equal(1, _pending.Count);
        _pending.Revert(_table, 1);
        Assert.Equal(1, Value());
    }

    private byte Value()
    {
        Assert.True(_table.TryGet("id"u8, out ReadOnlySpan<byte> value));
        return value[0];
    }
}
