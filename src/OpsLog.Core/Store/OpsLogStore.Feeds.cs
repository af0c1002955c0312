using System.Collections.Immutable;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store;

/// <content>Who else writes here, and what they write as it comes.</content>
public sealed partial class OpsLogStore
{
    private ImmutableList<OperationFeed> _feeds = [];

    /// <summary>The agents that have a log in a directory, those that are gone included; none where there is no store.</summary>
    public static IReadOnlyList<string> GetAgents(string directory)
    {
        using FileSystemBackend backend = new(directory);
        return StoreFiles.Agents(backend);
    }

    /// <summary>The agents that have a log in the store, those that are gone included, by ordinal.</summary>
    public IReadOnlyList<string> GetAgents() => StoreFiles.Agents(_backend);

    /// <summary>
    /// Follows what others write from here on. A single writer's feed stays empty: nobody else writes.
    /// </summary>
    public OperationFeed Follow()
    {
        OperationFeed feed = new(this);
        ImmutableInterlocked.Update(ref _feeds, feeds => feeds.Add(feed));
        return feed;
    }

    internal void Unfollow(OperationFeed feed) => ImmutableInterlocked.Update(ref _feeds, feeds => feeds.Remove(feed));
}
