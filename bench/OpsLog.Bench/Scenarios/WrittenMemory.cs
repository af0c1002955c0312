using OpsLog.Bench.Children;
using OpsLog.Bench.Harness;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Scenarios;

/// <summary>Private memory of a store that was open while all records were set and updated.</summary>
internal sealed class WrittenMemory : Scenario
{
    public override string Key => "memory-written";

    public override string Title => "Private memory after all records were set and updated";

    public override string Unit => "bytes/record";

    public override bool MoreIsBetter => false;

    public override int WarmUps => 0;

    public override string Note => "Records included; in the same process as the writes.";

    public override IEnumerable<Side> Sides(BenchContext context)
    {
        yield return Side.OpsLog("OpsLog", () => Child.WriteMuch(context)["updated"] / context.Records);
        yield return Side.OpsLog("OpsLog, then compacted", () => Child.WriteMuch(context)["compacted"] / context.Records);
    }
}
