using OpsLog.Core.Store;
using OpsLog.Core.Store.Reading;

namespace OpsLog.Core.Tests.Store.Reading;

public class FeedListTests
{
    private readonly FeedList _feeds = new(new HeldLogs(new Core.Storage.MemoryBackend()));

    [Fact]
    public void Each_feed_and_the_caller_get_what_a_refresh_read()
    {
        using OperationFeed first = _feeds.Add(_ => 0);
        using OperationFeed second = _feeds.Add(_ => 0);
        List<LoggedOperation> collected = [];
        Assert.Equal(1, _feeds.Publish(news => Read(news, "a"), collected));
        Assert.Single(collected);
        Assert.Equal("a", Assert.Single(first.Take()).Id);
        Assert.Equal("a", Assert.Single(second.Take()).Id);
        Assert.Empty(first.Take());
    }

    [Fact]
    public void What_was_read_before_a_failure_is_published()
    {
        using OperationFeed feed = _feeds.Add(_ => 0);
        Assert.Throws<IOException>(() => _feeds.Publish(
            news =>
            {
                Read(news, "a");
                throw new IOException();
            },
            null));
        Assert.Equal("a", Assert.Single(feed.Take()).Id);
    }

    [Fact]
    public void A_feed_that_has_ended_gets_nothing_and_without_feeds_nothing_is_collected()
    {
        OperationFeed feed = _feeds.Add(_ => 0);
        feed.Dispose();
        feed.Dispose();
        Assert.Equal(0, _feeds.Publish(news => news is null ? 0 : 1, null));
        Assert.Empty(feed.Take());
    }

    [Fact]
    public void A_feed_refreshes_with_the_token_it_is_given()
    {
        using CancellationTokenSource cancel = new();
        CancellationToken given = default;
        using OperationFeed feed = _feeds.Add(token =>
        {
            given = token;
            return 0;
        });
        feed.Take(cancel.Token);
        Assert.Equal(cancel.Token, given);
    }

    private static long Read(List<LoggedOperation>? news, string id)
    {
        news!.Add(Operation(id));
        return 1;
    }

    private static LoggedOperation Operation(string id)
    {
        using OpsLogStore store = OpsLogStore.Open(new Core.Storage.MemoryBackend());
        store.Set(id, "{}"u8);
        return store.GetOperations().Single();
    }
}
