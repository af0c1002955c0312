using System.Globalization;
using System.Text;

namespace OpsLog.TestHost.Workloads;

/// <summary>
/// An endless sequence of steps, the same for the same seed and the same answers about existing records: a test that
/// killed a process can determine what it was doing. Every step that changes anything results in a state that did not
/// exist before, so a state shows which steps led to it.
/// </summary>
public sealed class Workload
{
    private static readonly string[] s_ids = [.. Enumerable.Range(0, 12).Select(i => i % 4 == 0 ? $"ключ {i}" : $"id-{i}")];
    private static readonly string[] s_texts = ["", "plain", "Zürich – 東京 😀", "\\\"quoted\\\"\\n\\u0001", new string('x', 300), new string('é', 3000)];
    private static readonly string[] s_numbers = ["0", "1.0", "-0", "12345678901234567890.123", "1e400"];

    private readonly Random _random;
    private readonly string _run;
    private readonly (StepKind Kind, int Weight)[] _mix;
    private int _unique;

    /// <summary>
    /// A run of one of the mixes <c>mixed</c>, <c>checkpoints</c>, <c>archives</c>, <c>restores</c>, <c>flushes</c>. The
    /// restores lead back to earlier states.
    /// </summary>
    public Workload(int seed, string mix)
    {
        _random = new Random(seed);
        _run = seed.ToString(CultureInfo.InvariantCulture);
        _mix = mix switch
        {
            "mixed" => [(StepKind.Set, 45), (StepKind.Delete, 15), (StepKind.Batch, 15), (StepKind.Undo, 20), (StepKind.Checkpoint, 3), (StepKind.Archive, 2)],
            "checkpoints" => [(StepKind.Set, 30), (StepKind.Batch, 10), (StepKind.Undo, 20), (StepKind.Checkpoint, 40)],
            "archives" => [(StepKind.Set, 40), (StepKind.Undo, 20), (StepKind.Checkpoint, 5), (StepKind.Archive, 35)],
            "restores" => [(StepKind.Set, 35), (StepKind.Undo, 20), (StepKind.Checkpoint, 5), (StepKind.Archive, 20), (StepKind.Restore, 20)],
            "flushes" => [(StepKind.Set, 60), (StepKind.Delete, 10), (StepKind.Batch, 15), (StepKind.Undo, 5), (StepKind.Flush, 10)],
            _ => throw new ArgumentException($"No mix '{mix}'.", nameof(mix)),
        };
    }

    /// <summary>
    /// The next step for a store in which the records exist for which <paramref name="contains"/> returns true.
    /// </summary>
    public WorkloadStep Next(Func<string, bool> contains)
    {
        StepKind kind = PickKind();
        if (kind == StepKind.Batch)
        {
            return new WorkloadStep(kind, Changes(contains), "");
        }

        if (kind is StepKind.Archive or StepKind.Restore)
        {
            return new WorkloadStep(kind, [], $"s{_random.Next(3)}");
        }

        if (kind is not (StepKind.Set or StepKind.Delete))
        {
            return new WorkloadStep(kind, [], "");
        }

        string id = s_ids[_random.Next(s_ids.Length)];
        if (kind == StepKind.Delete && contains(id))
        {
            return new WorkloadStep(kind, [(id, null)], "");
        }

        // An archived record's id is never used again, so a segment holds just what was moved to it.
        id = _random.Next(4) == 0 ? $"{WorkloadStep.ArchivedPrefix}{_run}-{_unique}" : id;
        return new WorkloadStep(StepKind.Set, [(id, Value())], "");
    }

    private StepKind PickKind()
    {
        int at = _random.Next(_mix.Sum(part => part.Weight));
        return _mix.First(part => (at -= part.Weight) < 0).Kind;
    }

    private List<(string, string?)> Changes(Func<string, bool> contains)
    {
        Dictionary<string, bool> there = [];
        List<(string, string?)> changes = [];
        for (int count = _random.Next(1, 5); count > 0; count--)
        {
            string id = s_ids[_random.Next(s_ids.Length)];
            bool delete = _random.Next(3) == 0 && (there.TryGetValue(id, out bool changed) ? changed : contains(id));
            there[id] = !delete;
            changes.Add((id, delete ? null : Value()));
        }

        // Without it the others could cancel out.
        changes.Add((s_ids[_random.Next(s_ids.Length)], Value()));
        return changes;
    }

    private string Value()
    {
        StringBuilder json = new();
        json.Append(CultureInfo.InvariantCulture, $"{{\"from\":\"{_run}/{_unique++}\",\"text\":\"{s_texts[_random.Next(s_texts.Length)]}\"");
        foreach (string key in new[] { "a", "é", "c" })
        {
            if (_random.Next(2) == 0)
            {
                json.Append(CultureInfo.InvariantCulture, $",\"{key}\":{s_numbers[_random.Next(s_numbers.Length)]}");
            }
        }

        return json.Append(",\"note\":\"a note long enough for a patch to pay\"}").ToString();
    }
}
