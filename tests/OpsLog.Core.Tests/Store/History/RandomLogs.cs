using System.Text;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store.History;

/// <summary>
/// Logs of a single writer or of agents, with batches, undos, times that jump, lines of other programs and, if asked for,
/// damage. They are long enough for several blocks.
/// </summary>
internal sealed class RandomLogs(Random random, bool isShared, bool hasDamage)
{
    public const string Active = "ops/ops-1700000000000.jsonl";
    public const string Kept = "ops/ops-1600000000000.jsonl";

    private const long Start = 1_700_000_000_000;

    private readonly Dictionary<string, LogText> _logs = new(
        (isShared ? new[] { Kept, "ops/agent-a-1640000000000.jsonl", "ops/agent-a-1660000000000.jsonl", "ops/agent-b-1660000000000.jsonl", Active } : [Kept, "ops/ops-1650000000000.jsonl", Active])
            .Select(name => new KeyValuePair<string, LogText>(name, new LogText())));

    private int _step;

    public IEnumerable<string> Names => _logs.Keys;

    public long ActiveLength => _logs[Active].Ends.Count == 0 ? 0 : _logs[Active].Ends[^1];

    /// <summary>A time that some operations may have.</summary>
    public DateTime Time() => DateTimeOffset.FromUnixTimeMilliseconds(Start + random.Next(_step + 1)).UtcDateTime;

    /// <summary>Adds steps to a log, and all that precedes them to the others.</summary>
    public RandomLogs Add(int steps, string? only = null)
    {
        string[] names = only is null ? [.. _logs.Keys] : [only];
        for (int i = 0; i < steps; i++)
        {
            string name = names[random.Next(names.Length)];
            AddStep(_logs[name], name.StartsWith("ops/agent-", StringComparison.Ordinal) ? name[10..11] : "");
            _step++;
        }

        return this;
    }

    /// <summary>Adds a line that can't be read.</summary>
    public RandomLogs Damage(string name)
    {
        _logs[name].AddText("damage\n");
        return this;
    }

    /// <summary>Cuts steps off the end of the active log.</summary>
    public RandomLogs Cut(int lines)
    {
        LogText before = _logs[Active];
        byte[] bytes = before.ToArray();
        int kept = Math.Max(0, before.Ends.Count - lines);

        // The next line has to begin a step.
        while (kept > 0 && kept < before.Ends.Count && Encoding.UTF8.GetString(bytes, before.Ends[kept - 1], before.Ends[kept] - before.Ends[kept - 1]).Contains("\"batch\":[", StringComparison.Ordinal))
        {
            kept--;
        }

        LogText after = new();
        for (int i = 0; i < kept; i++)
        {
            after.AddText(Encoding.UTF8.GetString(bytes, i == 0 ? 0 : before.Ends[i - 1], before.Ends[i] - (i == 0 ? 0 : before.Ends[i - 1])));
        }

        _logs[Active] = after;
        return this;
    }

    public void PutTo(MemoryBackend disk)
    {
        foreach ((string name, LogText log) in _logs)
        {
            disk.Put(name, log.ToArray(), PutCondition.None);
        }

        Manifest manifest = new()
        {
            Version = 1,
            CurrentSnapshot = "snapshots/snap-1690000000000.jsonl",
            ActiveOps = Active,
            Stats = new ManifestStats(0, 0, 0, "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"),
        };
        disk.Put(StoreLayout.Manifest, ManifestCodec.Write(manifest), PutCondition.None);
    }

    private void AddStep(LogText log, string agent)
    {
        string value = $$"""{"text":"{{new string('x', random.Next(40) == 0 ? random.Next(150_000) : random.Next(4000))}}"}""";
        long clock = agent.Length == 0 ? 0 : _step + 1;
        long unixMs = Start + (random.Next(30) == 0 ? random.Next(-500, 2000) : _step);
        string id = NewId();
        switch (random.Next(12))
        {
            case 0:
                int count = random.Next(2, 6);
                for (int i = 1; i <= count; i++)
                {
                    log.Add(NewId(), i, count, value, agent: agent, clock: clock, unixMs: unixMs);
                }

                break;
            case 1 when hasDamage && random.Next(3) == 0:
                log.Add(id, 1, 3, value, agent: agent, clock: clock, unixMs: unixMs);
                break;
            case 2 when hasDamage && random.Next(3) == 0:
                log.AddText(new string(random.Next(2) == 0 ? 'y' : '\0', random.Next(1, 200)) + "\n");
                break;
            case 3 when clock > 1:
                log.Add(id, value: value, undoRank: 1, agent: agent, clock: random.Next(1, (int)clock), unixMs: unixMs);
                break;
            case 4:
                log.AddForeign(id, agent.Length > 0 ? $",\"agent\":\"{agent}\",\"clock\":{clock}" : "");
                break;
            case 5 when random.Next(3) == 0:
                log.AddText("\n");
                break;
            case 6 when agent.Length == 0:
                log.AddText($$"""{"ts":"{{(random.Next(2) == 0 ? "no time" : "2023-11-14T22:13:20.1234567Z")}}","op":"set","id":"{{id.Replace("r", "\\u0072", StringComparison.Ordinal)}}","prev":null,"data":{{value}}}""" + "\n");
                break;
            default:
                log.Add(id, value: value, agent: agent, clock: clock, unixMs: unixMs);
                break;
        }
    }

    /// <summary>Some ids are everywhere, others hardly anywhere.</summary>
    private string NewId() => random.Next(3) == 0 ? $"r{random.Next(4)}" : $"r{random.Next(4, 300)}";
}
