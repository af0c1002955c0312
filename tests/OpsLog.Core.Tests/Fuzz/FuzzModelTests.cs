using System.Text;
using OpsLog.Core.Tests.Fuzz.Targets;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Inputs that the readers treated rightly and the model of the tests did not.</summary>
public sealed class FuzzModelTests
{
    [Fact]
    public void Keys_that_are_not_UTF_8_are_no_input_for_PatchKeys()
    {
        byte[] keys = [.. "{\""u8, 0xEB, .. "d\":1,\""u8, 0xE9, .. "d\":2,\"\":{\"a\":1}}"u8];
        Assert.Equal("not UTF-8", new PatchKeysTarget().Run(FuzzInput.Of(keys)));
    }

    [Fact]
    public void A_line_of_a_snapshot_that_a_later_one_with_its_id_replaces_counts_too()
    {
        byte[] snapshot = Encoding.UTF8.GetBytes(
            """
            {"version":3,"timestamp":"6"}
            {"id":"b","data":{},"clock":3,"x":{"a":1}}
            {"id":"b","data":{}}
            """);
        Assert.StartsWith("SnapshotException Malformed", new SnapshotTarget(ofDocuments: false).Run(FuzzInput.Of(snapshot)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_of_many_damaged_lines_may_take_what_their_reports_take()
    {
        byte[] junk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("x\n", 1200)));
        Assert.Equal(3, new FuzzRun(new Same(new LogScanTarget(), junk), 1).Execute(3).Count);
    }

    [Fact]
    public void A_log_of_very_short_lines_may_take_what_as_many_steps_take()
    {
        byte[] junk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("}\n\"", 20_000)));
        Assert.Equal(3, new FuzzRun(new Same(new LogStepTarget(), junk), 1).Execute(3).Count);
    }

    private sealed class Same(FuzzTarget target, byte[] input) : FuzzTarget
    {
        public override string Name => target.Name;

        public override int Share => 1;

        public override long BaseAllocation => target.BaseAllocation;

        public override int AllocationFactor => target.AllocationFactor;

        public override FuzzInput Next(Random random) => FuzzInput.Of(input);

        public override string Run(FuzzInput input) => target.Run(input);
    }
}
