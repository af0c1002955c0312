using OpsLog.Core.Errors;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Reading;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Roles;

/// <summary>A reader: it holds no lock and changes no file.</summary>
internal sealed class ReaderRole : StoreRole
{
    private readonly StoreContext _context;
    private readonly StoreRefresh _refresh;

    public ReaderRole(StoreContext context, LoadedStore loaded)
    {
        _context = context;
        State = new StoreState(context.Condition, loaded);
        _refresh = new StoreRefresh(context.Backend, context.Options, State, context.Warnings, context.Snapshots, context.Feeds.HeldLogs);
    }

    public override StoreState State { get; }

    public override IStoreWriter Writer
    {
        get
        {
            _context.Condition.ThrowIfClosed();
            throw new StoreReadOnlyException(_context.Backend.Location);
        }
    }

    public override bool HasOtherWriters => true;

    public override long Refresh(StoreTurn turn, List<LoggedOperation>? collect) =>
        _context.Feeds.Publish(news => _refresh.Run(turn, news), collect);

    public override (string Log, long Length) CommitHistory()
    {
        _context.Condition.ThrowIfClosed();
        return State.ReadUpTo();
    }

    public override void Finish(CancellationToken cancellation)
    {
        // A reader leaves nothing behind.
    }

    public override void Dispose()
    {
    }
}
