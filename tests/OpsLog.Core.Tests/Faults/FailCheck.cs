using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Faults;

/// <summary>Fails one call of the store to its backend in memory, or it and all after it.</summary>
internal sealed class FailCheck(ScriptedHistory history, int number, Failing failing) : FaultCheck(history)
{
    private bool _isPossible;

    protected override string Fault => $"Call {number}, failing {failing}";

    protected override string Cause => "by a test";

    protected override bool IsMemoryFound => failing != Failing.ForEver;

    protected override void Begin()
    {
        History.Backend.PieceLength = ScriptedHistory.PieceLength;
        History.Backend.Before = (kind, name) =>
        {
            if (History.Backend.Calls + 1 == number)
            {
                Note(kind, name);

                // Names that are taken cost one call more, so the count may be another one than in the run before.
                _isPossible = failing.IsPossible(kind, name);
            }
        };
        History.Backend.Fail(
            nth: number,
            forever: failing == Failing.ForEver,
            with: failing.Error(),
            after: failing is Failing.Afterwards or Failing.AsConflict,
            part: number % ScriptedHistory.PieceLength);
    }

    protected override void End() => History.Backend.Heal();

    protected override IStorageBackend Again() => History.Disk.Share();

    // A put that really conflicts does not take effect, so the fault that is due afterwards is never raised.
    protected override bool HasFailed() => _isPossible && History.Backend.HasFailed;

    // A conflict with its own first attempt is resolved by reading the current manifest.
    protected override bool IsSettled() => failing == Failing.AsConflict && _isPossible;
}
