using System.Text;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>Targets that are given a whole log.</summary>
internal abstract class LogTarget : FuzzTarget
{
    private readonly Mutator _mutator = new(Corpus.Logs);

    public override int Share => 40_000;

    public override FuzzInput Next(Random random) => FuzzInput.Of(NextLog(random), random.Next());

    protected byte[] NextLog(Random random)
    {
        byte[] made = new Grammar(random).Log();
        byte[] log = random.Next(4) switch { 0 => made, 1 => _mutator.Change(random, made), _ => _mutator.Next(random) };
        return random.Next(4) > 0 ? Sealer.Lines(log) : log;
    }

    /// <summary>The log of one agent, mostly without operations of other writers.</summary>
    protected byte[] NextLog(Random random, string agent)
    {
        byte[] log = new Grammar(random).Log(agent);
        if (random.Next(3) == 0)
        {
            string[] others = ["laptop", "nightly", "server-2"];
            string text = others.Aggregate(Encoding.Latin1.GetString(Hostile.Pick(random, Corpus.Logs)), (all, other) => all.Replace($"\"agent\":\"{other}\"", $"\"agent\":\"{agent}\"", StringComparison.Ordinal));
            log = Encoding.Latin1.GetBytes(text);
        }

        log = random.Next(2) == 0 ? _mutator.Change(random, log) : log;
        return random.Next(4) > 0 ? Sealer.Lines(log) : log;
    }

    /// <summary>The result for a log that can always be read: complete, or its problem.</summary>
    protected static string OutcomeOf(byte[] log, LogSteps found) => found.Steps.Count == 0 ? "no operation"
        : found.Scanner.Damage.Count > 0 ? "damaged"
        : found.Scanner.WholeLength < log.Length ? "torn"
        : FuzzTally.Accepted;
}
