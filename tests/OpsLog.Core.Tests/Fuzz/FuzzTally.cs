using System.Text;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>What came of a target's inputs: a fuzzer that only ever meets the first check is seen here.</summary>
internal sealed class FuzzTally(FuzzTarget target)
{
    public const string Accepted = "accepted";

    private readonly SortedDictionary<string, long> _outcomes = new(StringComparer.Ordinal);

    public long Count { get; private set; }

    public TimeSpan Elapsed { get; set; }

    public TimeSpan Slowest { get; private set; }

    public long MostAllocated { get; private set; }

    public int SizeOfMostAllocated { get; private set; }

    public double AcceptedPercent => 100.0 * _outcomes.GetValueOrDefault(Accepted) / Math.Max(1, Count);

    public void Add(string outcome, TimeSpan time, long allocated, int size)
    {
        Count++;
        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        Slowest = time > Slowest ? time : Slowest;
        if (allocated > MostAllocated)
        {
            (MostAllocated, SizeOfMostAllocated) = (allocated, size);
        }
    }

    public override string ToString()
    {
        StringBuilder text = new(
            $"{target.Name}: {Count:N0} inputs in {Elapsed.TotalSeconds:F1} s, {AcceptedPercent:F1} % accepted; the slowest took {Slowest.TotalMilliseconds:F1} ms, the most allocated were {MostAllocated:N0} bytes for {SizeOfMostAllocated:N0}");
        foreach ((string outcome, long count) in _outcomes.OrderByDescending(entry => entry.Value))
        {
            text.Append($"\n    {count,10:N0}  {outcome}");
        }

        foreach ((string detail, long count) in target.Details)
        {
            text.Append($"\n    {count,10:N0}    {detail}");
        }

        return text.ToString();
    }
}
