using System.Diagnostics.CodeAnalysis;
using OpsLog.Core.Errors;

namespace OpsLog.Core.Store.Writing;

/// <summary>
/// The lock of a store object's state, and the turn to change that state. Nothing that waits for a flush happens under
/// the lock; the turn is held for as long as a change takes.
/// </summary>
/// <remarks>Order of locks: a log's I/O lock, this one, the lock of the log's lines.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The caller that entered a turn disposes of it. This only knows whose turn it is.")]
internal abstract class TurnLock(StoreCondition condition)
{
    private StoreTurn? _turn;

    private protected object Gate { get; } = new();

    private protected StoreCondition Condition => condition;

    /// <summary>What the first line of a step contains if its caller says nothing else (<see cref="Model.StepHead"/>).</summary>
    public byte[] StepHead { get; protected init; } = [];

    /// <summary>Waits for the turn.</summary>
    /// <exception cref="BatchStateException">A batch is open on this thread.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public StoreTurn EnterTurn(CancellationToken cancellation)
    {
        lock (Gate)
        {
            condition.ThrowIfClosed();
            AwaitTurn("This call is not possible while a batch is open on this thread. End the batch first.", cancellation);
            return Enter(cancellation);
        }
    }

    /// <summary>The turn, if it is free at once; null where it is taken, or the store is closed.</summary>
    public StoreTurn? TryEnterTurn()
    {
        lock (Gate)
        {
            return _turn is null && condition.IsOpen ? Enter(CancellationToken.None) : null;
        }
    }

    /// <summary>Wakes all that wait for the turn, because the store was closed.</summary>
    public void Wake()
    {
        lock (Gate)
        {
            Monitor.PulseAll(Gate);
        }
    }

    /// <summary>Under the lock: waits until no other thread has the turn.</summary>
    private protected void AwaitTurn(string refusal, CancellationToken cancellation)
    {
        if (_turn is null)
        {
            return;
        }

        if (_turn.Owner == Thread.CurrentThread)
        {
            throw new BatchStateException(refusal);
        }

        CancellationTokenRegistration wake = cancellation.Register(Wake);
        try
        {
            while (_turn is not null)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(Gate);
                condition.ThrowIfClosed();
            }
        }
        finally
        {
            // Disposing would wait for a callback that waits for this lock.
            wake.Unregister();
        }
    }

    private protected void Check(StoreTurn turn)
    {
        if (_turn != turn)
        {
            throw new InvalidOperationException("The turn has ended.");
        }
    }

    private StoreTurn Enter(CancellationToken cancellation) => _turn = new StoreTurn(EndTurn, cancellation) { StepHead = StepHead };

    /// <summary>Ends a turn. A batch that was abandoned ends it twice.</summary>
    private void EndTurn(StoreTurn turn)
    {
        lock (Gate)
        {
            if (_turn == turn)
            {
                _turn = null;
                Monitor.PulseAll(Gate);
            }
        }
    }
}
