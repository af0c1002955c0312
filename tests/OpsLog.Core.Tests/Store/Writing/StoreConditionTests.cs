using OpsLog.Core.Errors;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Store.Writing;

public class StoreConditionTests
{
    private readonly StoreCondition _condition = new("place");

    [Fact]
    public void The_first_cause_of_a_failure_stays()
    {
        IOException first = new("first");
        _condition.Fail(first);
        _condition.Fail(new IOException("second"));
        Assert.True(_condition.HasFailed);
        Assert.Same(first, Assert.Throws<StoreFailedException>(_condition.ThrowIfFailed).InnerException);
    }

    [Fact]
    public void A_failure_in_the_background_is_unreported_until_a_caller_gets_it()
    {
        _condition.ThrowIfFailed();
        _condition.Fail(new IOException());
        Assert.False(_condition.IsFailureReported);
        Assert.Throws<StoreFailedException>(_condition.ThrowIfFailed);
        Assert.True(_condition.IsFailureReported);
    }

    [Fact]
    public void A_failure_that_a_caller_gets_at_once_is_noted_and_reported()
    {
        Assert.Equal("place", _condition.FailAndReport(new IOException()).Location);
        Assert.True(_condition.HasFailed);
        Assert.True(_condition.IsFailureReported);
    }

    [Fact]
    public void A_failed_store_is_open_and_a_closed_one_has_not_failed()
    {
        _condition.Fail(new IOException());
        Assert.True(_condition.IsOpen);
        _condition.ThrowIfClosed();
        StoreCondition closed = new("place");
        closed.Close();
        Assert.False(closed.IsOpen);
        Assert.False(closed.HasFailed);
        closed.ThrowIfFailed();
        Assert.Throws<StoreClosedException>(closed.ThrowIfClosed);
    }
}
