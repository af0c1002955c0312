using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>
/// Untrusted input: whatever the bytes are, a reader accepts them or refuses them with an exception of this engine,
/// quickly, and with memory in proportion. The seed is fixed unless OPSLOG_TEST_SEED sets it; OPSLOG_FUZZ_COUNT sets
/// the number.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    public static TheoryData<string> Targets => [.. FuzzPlan.Targets.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Whatever_the_bytes_say(string name)
    {
        FuzzTarget target = FuzzPlan.Targets.Single(one => one.Name == name);
        FuzzTally tally = new FuzzRun(target, Seed.Or(20261122)).Execute(FuzzPlan.CountFor(target));
        output.WriteLine(tally.ToString());
        Assert.True(
            tally.Count < 1000 || tally.AcceptedPercent >= target.LeastAccepted,
            $"Only {tally.AcceptedPercent:F1} % of the inputs were taken, so what follows the first checks is hardly tested.\n{tally}");
    }

    [Fact]
    public void They_are_a_million_at_least() =>
        Assert.True(FuzzPlan.Targets.Sum(target => (long)FuzzPlan.DefaultCount * target.Share / FuzzPlan.Targets.Sum(one => one.Share)) >= 1_000_000);
}
