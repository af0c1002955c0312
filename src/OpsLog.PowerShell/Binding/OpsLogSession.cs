using OpsLog.Core.Store;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Binding;

/// <summary>An open store as the shell holds it: what Open-OpsLogStore returns and -Store takes.</summary>
/// <remarks>Figures are those of the moment they are asked for; they are null once the store is closed.</remarks>
public sealed class OpsLogSession
{
    // A batch holds it, so that others can wait for their turn and still be stopped.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile StoreBatch? _batch;
    private int _warningsTold;

    internal OpsLogSession(OpsLogStore store) => Store = store;

    /// <summary>The store's directory.</summary>
    public string Path => Store.Location;

    /// <summary>Whether the store is open.</summary>
    public bool IsOpen => Store.IsOpen;

    /// <summary>Whether the store was opened for reading only.</summary>
    public bool ReadOnly => Store.Options.ReadOnly;

    /// <summary>The agent it writes as; null for a single writer or a reader.</summary>
    public string? Agent => Store.Agent;

    /// <summary>ReadOnly, or the write mode.</summary>
    public string Mode => ReadOnly ? nameof(ReadOnly) : Store.Options.WriteMode.ToString();

    /// <summary>What an acknowledged operation survives.</summary>
    public Durability Durability => Store.Options.Durability;

    /// <summary>Records in the store.</summary>
    public long? Records => Figures?.Records;

    /// <summary>Operations since the last checkpoint, which the next opening replays.</summary>
    public long? OperationsSinceCheckpoint => Figures?.OperationsSinceCheckpoint;

    /// <summary>Archive segments.</summary>
    public int? Segments => Figures?.Segments;

    /// <summary>Records in archive segments.</summary>
    public long? ArchivedRecords => Figures?.ArchivedRecords;

    /// <summary>Bytes of the current snapshot and the active log together.</summary>
    public long? Bytes => Figures is { } figures ? figures.SnapshotBytes + figures.LogBytes : null;

    /// <summary>Bytes of the current snapshot.</summary>
    public long? SnapshotBytes => Figures?.SnapshotBytes;

    /// <summary>Bytes of the active log.</summary>
    public long? LogBytes => Figures?.LogBytes;

    /// <summary>Bytes the records take in memory.</summary>
    public long? MemoryBytes => Figures?.MemoryBytes;

    /// <summary>The Lamport clock; 0 where no agent has written.</summary>
    public long? Clock => Figures?.Clock;

    /// <summary>The schema version of the records.</summary>
    public int? SchemaVersion => Figures?.SchemaVersion;

    /// <summary>When the store was made, UTC.</summary>
    public DateTime? Created => Figures?.Created;

    /// <summary>When the current snapshot was taken, UTC.</summary>
    public DateTime? LastCheckpoint => Figures?.LastCheckpoint;

    /// <summary>What was repaired, skipped or put off since the store was opened.</summary>
    public IReadOnlyList<StoreWarning> Warnings => Store.Warnings;

    internal OpsLogStore Store { get; }

    /// <summary>The batch that this thread has open; null where there is none.</summary>
    internal StoreBatch? OwnBatch => _batch is { } batch && batch.OwnerThreadId == Environment.CurrentManagedThreadId ? batch : null;

    /// <summary>What to read from: the batch of this thread sees its own changes.</summary>
    internal IRecordReader Reader => OwnBatch is { } batch ? batch : Store;

    private StoreStatistics? Figures => IsOpen ? Store.GetStatistics() : null;

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Begins a batch that cmdlets on this thread join until it is disposed of.</summary>
    internal BatchScope BeginBatch(CancellationToken cancellation)
    {
        if (OwnBatch is not null)
        {
            throw new CommandException(CommandFault.NestedBatch, $"A batch is already open for the store '{Path}', and a batch can't contain another batch. Remove the inner Invoke-OpsLogBatch: its commands take part in the outer batch.", Path);
        }

        _turn.Wait(cancellation);
        try
        {
            return new BatchScope(this, _batch = Store.BeginBatch());
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <summary>Waits, so that it can be stopped, while another thread has a batch open.</summary>
    internal void AwaitTurn(CancellationToken cancellation)
    {
        if (_batch is not null && OwnBatch is null)
        {
            _turn.Wait(cancellation);
            _turn.Release();
        }
    }

    /// <summary>Refuses what can't be part of a batch.</summary>
    internal void RequireNoBatch(string command)
    {
        if (OwnBatch is not null)
        {
            throw new CommandException(CommandFault.NotInBatch, $"{command} can't be used in a batch, and a batch is open for the store '{Path}'. Run it before or after Invoke-OpsLogBatch.", Path);
        }
    }

    /// <summary>Takes an open batch back, whoever began it: the process ends, so it will never be whole.</summary>
    internal void AbandonBatch() => _batch?.Dispose();

    /// <summary>The warnings that came up since the last call.</summary>
    internal IEnumerable<StoreWarning> TakeWarnings()
    {
        IReadOnlyList<StoreWarning> all = Store.Warnings;
        int told = Interlocked.Exchange(ref _warningsTold, all.Count);
        return all.Skip(told);
    }

    /// <summary>A batch while it is open.</summary>
    internal sealed class BatchScope(OpsLogSession session, StoreBatch batch) : IDisposable
    {
        public void Commit() => batch.Commit();

        public void Dispose()
        {
            session._batch = null;
            batch.Dispose();
            session._turn.Release();
        }
    }
}
