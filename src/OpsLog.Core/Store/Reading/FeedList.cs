using System.Collections.Immutable;

namespace OpsLog.Core.Store.Reading;

/// <summary>The feeds that follow what others write. Used from any thread.</summary>
/// <param name="held">The logs that are held open as long as there is a feed.</param>
internal sealed class FeedList(HeldLogs held)
{
    private ImmutableList<OperationFeed> _feeds = [];

    /// <summary>The logs that are held open.</summary>
    public HeldLogs HeldLogs => held;

    /// <summary>Adds a feed.</summary>
    public OperationFeed Add(Func<CancellationToken, long> refresh)
    {
        OperationFeed feed = new(refresh, Remove);
        ImmutableInterlocked.Update(ref _feeds, feeds => feeds.Add(feed));
        held.Begin();
        return feed;
    }

    /// <summary>Runs a refresh, and gives the feeds what it read.</summary>
    /// <param name="refresh">The refresh. It adds the operations to the list it is given, where there is one.</param>
    /// <param name="collect">Where the caller wants the operations; null where it does not.</param>
    public long Publish(Func<List<LoggedOperation>?, long> refresh, List<LoggedOperation>? collect)
    {
        if (_feeds.IsEmpty)
        {
            return refresh(collect);
        }

        List<LoggedOperation> news = [];
        try
        {
            return refresh(news);
        }
        finally
        {
            // What was applied is published, also where a later log could not be read.
            collect?.AddRange(news);
            foreach (OperationFeed feed in _feeds)
            {
                feed.Add(news);
            }
        }
    }

    private void Remove(OperationFeed feed)
    {
        ImmutableInterlocked.Update(ref _feeds, feeds => feeds.Remove(feed));
        if (_feeds.IsEmpty)
        {
            held.End();
        }
    }
}
