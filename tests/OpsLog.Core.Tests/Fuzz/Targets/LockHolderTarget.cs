using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Processes;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>A lock file: whatever it contains, the result is no holder, or a holder that can be named.</summary>
internal sealed class LockHolderTarget : FuzzTarget
{
    private static readonly byte[][] s_seeds =
    [
        LockHolderCodec.Write(new LockHolder(4711, "pwsh", "host", "user", new DateTime(2026, 5, 6, 7, 8, 9, DateTimeKind.Utc)) { IsCompacting = true }),
        "6423"u8.ToArray(),
        "6423\n{\"process\":\"ex\",\"host\":\"vm\",\"user\":\"root\",\"since\":\"2026-11-22T12:32:33.564Z\"}\n"u8.ToArray(),
    ];

    private readonly Mutator _mutator = new(s_seeds);

    public override string Name => "LockHolderCodec";

    public override int Share => 60_000;

    public override FuzzInput Next(Random random) => FuzzInput.Of(random.Next(2) == 0 ? new Grammar(random).LockFile() : _mutator.Next(random));

    public override string Run(FuzzInput input)
    {
        if (LockHolderCodec.Read(input.Bytes) is not { } holder)
        {
            return "no holder";
        }

        FuzzFailureException.ThrowIf(holder.ProcessId <= 0 || holder.ToString().Length == 0, "a holder without a process");
        LockHolder again = LockHolderCodec.Read(LockHolderCodec.Write(holder))!;
        FuzzFailureException.ThrowUnlessEqual(holder with { Since = again.Since }, again, "the holder written and read");
        return holder.Host.Length > 0 ? FuzzTally.Accepted : "a process id alone";
    }
}
