using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Preload;

namespace OpsLog.Core.Tests.Faults;

/// <summary>Fails one flush of a store on a real directory, or it and all after it, below the class library.</summary>
internal sealed class FlushCheck(ScriptedHistory history, string directory, int number, bool forever) : FaultCheck(history)
{
    protected override string Fault => $"Flush {number}, failing {(forever ? "from then on" : "once")}";

    protected override string Cause => "Input/output error";

    // A cut that took effect and could not be made durable leaves open which it is, until the store is opened again.
    // The undo of a restore changes a segment first: where that flush and all later ones fail, it ends in such a cut.
    protected override bool IsMemoryFound => !Call.StartsWith("Truncate ", StringComparison.Ordinal)
        && !Call.StartsWith("Complete archive/", StringComparison.Ordinal);

    protected override void Begin()
    {
        History.Backend.Before = (kind, name) =>
        {
            if (NativeFaults.Count(NativeCall.FSync) < number)
            {
                Note(kind, name);
            }
        };
        NativeFaults.Fail(NativeCall.FSync, number, forever);
    }

    protected override void End() => NativeFaults.Heal(NativeCall.FSync);

    protected override IStorageBackend Again() => new FileSystemBackend(directory);

    protected override bool HasFailed() => NativeFaults.Count(NativeCall.FSync) >= number;
}
