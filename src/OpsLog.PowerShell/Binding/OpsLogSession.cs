using OpsLog.Core.Store;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Binding;

/// <summary>An open store in the shell: the object that Open-OpsLogStore returns and -Store accepts.</summary>
/// <remarks>Statistics are current when they are read, and null after the store is closed.</remarks>
public sealed class OpsLogSession
{
    private volatile StoreBatch? _batch;
    private int _warningsReturned;

    internal OpsLogSession(OpsLogStore store) => Store = store;

    /// <summary>The store's directory.</summary>
    public string Path => Store.Location;

    /// <summary>Whether the store is open.</summary>
    public bool IsOpen => Store.IsOpen;

    /// <summary>Whether the store was opened for reading only.</summary>
    public bool ReadOnly => Store.Options.ReadOnly;

    /// <summary>The agent id of the session; null for a single writer or a reader.</summary>
    public string? Agent => Store.Agent;

    /// <summary>Who makes the changes of the session, as the log contains it; null for no author, and for a reader.</summary>
    public string? Author => Store.Author;

    /// <summary>ReadOnly, or the write mode.</summary>
    public string Mode => ReadOnly ? nameof(ReadOnly) : Store.Options.WriteMode.ToString();

    /// <summary>What an acknowledged operation survives.</summary>
    public Durability Durability => Store.Options.Durability;

    /// <summary>The number of records in the store.</summary>
    public long? Records => Figures?.Records;

    /// <summary>The number of operations after the last checkpoint, which the next opening replays.</summary>
    public long? OperationsSinceCheckpoint => Figures?.OperationsSinceCheckpoint;

    /// <summary>The number of archive segments.</summary>
    public int? Segments => Figures?.Segments;

    /// <summary>The number of records in archive segments.</summary>
    public long? ArchivedRecords => Figures?.ArchivedRecords;

    /// <summary>The length of the current snapshot and the active log together, in bytes.</summary>
    public long? Bytes => Figures is { } figures ? figures.SnapshotBytes + figures.LogBytes : null;

    /// <summary>The length of the current snapshot, in bytes.</summary>
    public long? SnapshotBytes => Figures?.SnapshotBytes;

    /// <summary>The length of the active log, in bytes.</summary>
    public long? LogBytes => Figures?.LogBytes;

    /// <summary>The memory that the records use, in bytes.</summary>
    public long? MemoryBytes => Figures?.MemoryBytes;

    /// <summary>The Lamport clock; 0 if no agent has written.</summary>
    public long? Clock => Figures?.Clock;

    /// <summary>The schema version of the records.</summary>
    public int? SchemaVersion => Figures?.SchemaVersion;

    /// <summary>The time when the store was created, UTC.</summary>
    public DateTime? Created => Figures?.Created;

    /// <summary>The time when the current snapshot was written, UTC.</summary>
    public DateTime? LastCheckpoint => Figures?.LastCheckpoint;

    /// <summary>What was repaired, skipped or postponed after the store was opened.</summary>
    public IReadOnlyList<StoreWarning> Warnings => Store.Warnings;

    internal OpsLogStore Store { get; }

    /// <summary>The open batch of this thread; null if there is none.</summary>
    internal StoreBatch? OwnBatch => _batch is { } batch && batch.OwnerThreadId == Environment.CurrentManagedThreadId ? batch : null;

    /// <summary>The source for reads: in a batch, this thread reads the changes of the batch.</summary>
    internal IRecordReader Reader => OwnBatch is { } batch ? batch : Store;

    private StoreStatistics? Figures => IsOpen ? Store.GetStatistics() : null;

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Begins a batch that cmdlets on this thread take part in until it is disposed.</summary>
    internal BatchScope BeginBatch(StepNote? note, CancellationToken cancellation)
    {
        RequireNoNestedBatch();
        return new BatchScope(this, _batch = Store.BeginBatch(note, cancellation));
    }

    /// <summary>Begins such a batch once no exclusive batch of another agent is running.</summary>
    internal BatchScope BeginExclusiveBatch(StepNote? note, TimeSpan? timeout, CancellationToken cancellation)
    {
        RequireNoNestedBatch();
        return new BatchScope(this, _batch = Store.BeginExclusiveBatch(note, timeout, cancellation));
    }

    /// <summary>Refuses a batch in a batch.</summary>
    internal void RequireNoNestedBatch()
    {
        if (OwnBatch is not null)
        {
            throw new CommandException(CommandFault.NestedBatch, $"A batch is already open for the store '{Path}', and a batch can't contain another batch. Remove the inner Invoke-OpsLogBatch: its commands take part in the outer batch.", Path);
        }
    }

    /// <summary>Refuses a cmdlet that can't be part of a batch.</summary>
    internal void RequireNoBatch(string command)
    {
        if (OwnBatch is not null)
        {
            throw new CommandException(CommandFault.NotInBatch, $"{command} can't be used in a batch, and a batch is open for the store '{Path}'. Run it before or after Invoke-OpsLogBatch.", Path);
        }
    }

    /// <summary>Discards an open batch of any thread: the process ends, so the batch will never be complete.</summary>
    internal void AbandonBatch() => _batch?.Dispose();

    /// <summary>The warnings since the last call.</summary>
    internal IEnumerable<StoreWarning> GetNewWarnings()
    {
        IReadOnlyList<StoreWarning> all = Store.Warnings;
        int returned = Interlocked.Exchange(ref _warningsReturned, all.Count);
        return all.Skip(returned);
    }

    /// <summary>A batch while it is open.</summary>
    internal sealed class BatchScope(OpsLogSession session, StoreBatch batch) : IDisposable
    {
        public void Commit() => batch.Commit();

        public void Dispose()
        {
            batch.Dispose();

            // Its turn ended with the commit, so another thread may have begun a batch already.
            Interlocked.CompareExchange(ref session._batch, null, batch);
        }
    }
}
