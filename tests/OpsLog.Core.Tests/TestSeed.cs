using System.Globalization;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests;

/// <summary>The seed of a random test: another each time, printed, and taken from OPSLOG_TEST_SEED to repeat a run.</summary>
internal static class TestSeed
{
    public static int Next(ITestOutputHelper output)
    {
        string? asked = Environment.GetEnvironmentVariable("OPSLOG_TEST_SEED");
        int seed = asked is { Length: > 0 } ? int.Parse(asked, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"OPSLOG_TEST_SEED={seed.ToString(CultureInfo.InvariantCulture)}");
        return seed;
    }
}
