using System.Globalization;

namespace OpsLog.Core.Tests.Support;

/// <summary>
/// Randomness that can be had again: each run draws a seed, a failure names it, and OPSLOG_TEST_SEED sets it.
/// </summary>
internal static class Seed
{
    private const string Variable = "OPSLOG_TEST_SEED";

    public static int Value { get; } = Or(Random.Shared.Next());

    /// <summary>The seed that was set, or a fixed one for tests that are to be the same every day.</summary>
    public static int Or(int fixedSeed) =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out int given) ? given : fixedSeed;

    public static void Run(Action<Random> test)
    {
        try
        {
            test(new Random(Value));
        }
        catch (Exception failure)
        {
            throw new SeededFailureException($"With {Variable}={Value}: {failure.Message}", failure);
        }
    }

    private sealed class SeededFailureException(string message, Exception inner) : Exception(message, inner);
}
