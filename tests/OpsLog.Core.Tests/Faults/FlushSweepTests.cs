using System.Globalization;
using OpsLog.Core.Tests.Preload;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Faults;

/// <summary>
/// The scripted histories on a real directory, with each flush failing in turn below the class library, which does not
/// report that: the caller has the error, nothing acknowledged is missing, and nothing is half done.
/// </summary>
public sealed class FlushSweepTests(ITestOutputHelper output)
{
    [FaultLibraryTheory]
    [InlineData("writer")]
    [InlineData("group")]
    [InlineData("async")]
    [InlineData("writer without flushes")]
    [InlineData("agents")]
    [InlineData("agents without flushes")]
    [InlineData("pruning")]
    public void Every_flush_that_fails_is_reported(string history)
    {
        int step = LongRun.Or(1, 12);
        int first = new Random(TestSeed.Next(output)).Next(1, step + 1);
        List<string> said = FaultProcess.Run(typeof(FlushSweep), nameof(FlushSweep.Run), history, Text(first), Text(step));
        output.WriteLine(said[^1]);
        Assert.True(said.Count == 1, string.Join('\n', said));
        Assert.StartsWith(FlushSweep.Through, said[^1]);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
