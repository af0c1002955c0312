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
        FuzzTally tally = new FuzzRun(new Same(junk), 1).Execute(3);
        Assert.Equal(3, tally.Count);
    }

    private sealed class Same(byte[] input) : FuzzTarget
    {
        private readonly LogScanTarget _target = new();

        public override string Name => _target.Name;

        public override int Share => 1;

        public override long BaseAllocation => _target.BaseAllocation;

        public override int AllocationFactor => _target.AllocationFactor;

        public override FuzzInput Next(Random random) => FuzzInput.Of(input);

        public override string Run(FuzzInput input) => _target.Run(input);
    }
}
