using OpsLog.Core.Errors;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Roles;

/// <summary>What a store object is: a reader, the only writer, or one of several agents.</summary>
internal abstract class StoreRole : IDisposable
{
    /// <summary>The state.</summary>
    public abstract StoreState State { get; }

    /// <summary>What it can write.</summary>
    /// <exception cref="StoreReadOnlyException">The store was opened for reading.</exception>
    public abstract IStoreWriter Writer { get; }

    /// <summary>The agent whose operations it writes; null for a single writer or a reader.</summary>
    public virtual string? Agent => null;

    /// <summary>Who makes the changes; null for no author, and for a reader.</summary>
    public virtual string? Author => null;

    /// <summary>Whether other processes may write while the store is open.</summary>
    public abstract bool HasOtherWriters { get; }

    /// <summary>Applies what other processes wrote, and returns how many operations that were.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="collect">Where the operations go; null where they are not wanted.</param>
    public abstract long Refresh(StoreTurn turn, List<LoggedOperation>? collect);

    /// <summary>Commits everything written, and returns the log that it is in, and how far that log is whole.</summary>
    public abstract (string Log, long Length) CommitHistory();

    /// <summary>Does what is left to do before the store is closed. A writer takes no more calls then, but after a cancellation.</summary>
    /// <exception cref="OperationCanceledException">The wait for the turn was cancelled.</exception>
    public abstract void Finish(CancellationToken cancellation);

    /// <summary>Releases the log and the claim on the store, also after a failure.</summary>
    public abstract void Dispose();
}
