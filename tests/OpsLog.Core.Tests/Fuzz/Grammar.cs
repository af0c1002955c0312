using System.Globalization;
using System.Text;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Composes files by their grammar, with a value here and there that it does not allow.</summary>
internal sealed class Grammar(Random random)
{
    private static readonly string[] s_ids = ["a", "b", "k1", "k2", "ключ", "\\u0061", "\\ud800", "x\\n", "id-1"];
    private static readonly string[] s_agents = ["laptop", "nightly", "a", "laptop", "\\u006captop"];
    private static readonly string[] s_stamps = ["1700000000000", "1700000000001", "1700000000000_1"];

    private readonly RandomJson _json = new(random);
    private readonly RandomJson _spaced = new(random) { WhiteSpace = 10 };

    public byte[] Operation() => Bytes(OperationText(default, null, random.Next(3) > 0));

    /// <summary>A log, of an agent's or of a single writer's.</summary>
    public byte[] Log(string? agent = null)
    {
        StringBuilder log = new();
        agent ??= random.Next(2) == 0 ? Pick(s_agents) : null;
        for (int steps = random.Next(6); steps > 0; steps--)
        {
            int count = random.Next(3) == 0 ? random.Next(2, 5) : 1;
            int written = random.Next(6) == 0 ? random.Next(count + 1) : count;
            for (int i = 1; i <= written; i++)
            {
                log.Append(OperationText(count == 1 ? default : new BatchMark(i, count), agent, random.Next(3) > 0)).Append(Rarely("\r\n", "\n"));
            }
        }

        return Bytes(log.ToString());
    }

    public byte[] SnapshotLines()
    {
        StringBuilder text = new($"{{\"version\":{Number(1, 3)},\"timestamp\":{Time()}");
        bool stamped = random.Next(2) == 0;
        if (stamped)
        {
            text.Append($",\"clock\":{Number(5, 9)}");
            text.Append(random.Next(2) == 0 ? $",\"horizon\":{Number(0, 5)}" : "");
            text.Append(random.Next(2) == 0 ? $",\"covered\":{{\"{LogName()}\":{Number(0, 300)}}}" : "");
            text.Append(random.Next(2) == 0 ? $",\"tombstones\":[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => $"[\"{Id()}\",{Number(0, 6)},\"{Pick(s_agents)}\",{Number(0, 2)}]"))}]" : "");
        }

        text.Append('}').Append(Rarely("\r\n", "\n"));
        for (int records = random.Next(6); records > 0; records--)
        {
            text.Append($"{{\"id\":\"{Id()}\",\"data\":{Record()}");
            text.Append(stamped && random.Next(3) > 0 ? $",\"clock\":{Number(0, 6)},\"agent\":\"{Rarely("", Pick(s_agents))}\"{Rarely($",\"rank\":{Number(0, 2)}", "")}" : "");
            text.Append('}').Append(Rarely("\r\n", "\n"));
        }

        return Bytes(text.ToString());
    }

    /// <summary>The single document of old snapshots, or a segment.</summary>
    public byte[] Document(bool isSegment)
    {
        string s = random.Next(2) == 0 ? "" : "\n  ";
        List<string> members =
        [
            $"{s}\"version\":{Number(1, 3)}", $"{s}\"timestamp\":{Time()}",
            $"{s}\"records\":{{{string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => $"{s}{s}\"{Id()}\":{Record()}"))}{s}}}",
        ];
        members.AddRange(isSegment ? [$"{s}\"period\":\"2026-Q4\""] : []);
        members.AddRange(random.Next(8) == 0 ? [$"{s}\"{Hostile.Key(random)}\":{_json.Value(2)}"] : []);
        if (random.Next(4) == 0)
        {
            members.Reverse();
        }

        bool isOurs = isSegment && s.Length == 0 && random.Next(2) == 0;
        string text = $"{{{(isOurs ? "\"format\":1," : "")}{string.Join(',', members)}{s}";
        return isOurs ? [.. Sealed(text), (byte)'\n'] : Bytes(text + "}");
    }

    public byte[] Manifest()
    {
        string snapshot = $"snapshots/snap-{Pick(s_stamps)}.jsonl";
        List<string> members =
        [
            $"\"version\":{Number(1, 3)}", $"\"currentSnapshot\":{Path(snapshot)}", $"\"activeOps\":{Path(LogName())}",
            $"\"archiveSegments\":[{string.Join(',', Enumerable.Range(0, random.Next(3)).Select(i => Path($"archive/archive-s{i}.json")))}]",
            $"\"stats\":{{\"activeRecords\":{Number(0, 9)},\"archivedRecords\":{Number(0, 9)},\"opsCount\":{Number(0, 9)},\"created\":{Time()},\"lastCheckpoint\":{Time()}}}",
        ];
        members.AddRange(random.Next(2) == 0 ? [$"\"activeAgentOps\":{{{string.Join(',', s_agents.Take(random.Next(3)).Select(agent => $"\"{agent}\":{Path($"ops/agent-{agent}-{Pick(s_stamps)}.jsonl")}"))}}}"] : []);
        members.AddRange(random.Next(4) == 0 ? [$"\"logLengths\":{{{string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => $"\"{LogName()}\":{Number(0, 500)}"))}}}"] : []);
        members.AddRange(random.Next(4) == 0 ? [$"\"segmentSizes\":{{{string.Join(',', Enumerable.Range(0, random.Next(3)).Select(i => $"\"archive/archive-s{i}.json\":{{\"records\":{Number(0, 500)},\"length\":{Number(0, 500)}}}"))}}}"] : []);
        members.AddRange(random.Next(4) == 0 ? [$"\"indexes\":[{string.Join(',', Enumerable.Range(0, random.Next(3)).Select(i => $"\"p{i}\""))}]"] : []);
        members.AddRange(random.Next(3) == 0 ? [$"\"undoFloor\":{Path(LogName())}"] : []);
        members.AddRange(random.Next(4) == 0 ? [$"\"historyFrom\":{Time()}"] : []);
        members.AddRange(random.Next(2) == 0 ? [$"\"snapshotSeal\":{{\"snapshot\":{Path(snapshot)},\"length\":{Number(0, 500)},\"crc\":\"{random.Next():x8}\"}}"] : []);
        members.AddRange(random.Next(2) == 0 ? [$"\"revision\":{Number(0, 9)}"] : []);
        members.AddRange(random.Next(20) == 0 ? [$"\"{Hostile.Key(random)}\":{_json.Value(2)}"] : []);
        if (random.Next(20) == 0)
        {
            members.RemoveAt(random.Next(members.Count));
        }

        bool isOurs = random.Next(2) == 0;
        string text = $"{{{(isOurs ? "\"format\":1," : "")}{string.Join(',', members)}";
        return isOurs ? [.. Sealed(text), (byte)'\n'] : Bytes(text + "}");
    }

    public byte[] LockFile()
    {
        string end = Rarely("\r\n", "\n");
        string first = random.Next(6) == 0 ? Hostile.NumberText(random) : random.Next(1, 99999).ToString(CultureInfo.InvariantCulture);
        return random.Next(8) == 0
            ? Bytes(first)
            : Bytes($"{first}{end}{{\"process\":\"{_json.RawString()}\",\"host\":\"{_json.RawString()}\",\"user\":\"{_json.RawString()}\",\"since\":{Time()}{Rarely($",\"compacting\":{_json.Value(0)}", "")}}}{end}");
    }

    /// <summary>A record, or a value in its place.</summary>
    public string Record() => random.Next(20) == 0 ? _spaced.Value(2) : random.Next(6) == 0 ? _spaced.Object(2) : _json.Object(2);

    /// <summary>A reverse patch over keys that records have too.</summary>
    public string Patch() => random.Next(12) == 0
        ? _json.Value(2)
        : $"{{{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(2) == 0 ? $"\"$set\":{_json.Object(1)}" : $"\"$unset\":[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => $"\"{_json.RawString()}\""))}]"))}}}";

    private string OperationText(BatchMark mark, string? agent, bool seal)
    {
        bool isDelete = random.Next(3) == 0;
        bool isDelta = !isDelete && random.Next(4) == 0;
        StringBuilder text = new($"{{\"ts\":{Time()},\"op\":\"{(isDelete ? "delete" : "set")}\",\"id\":\"{Id()}\"");
        text.Append(isDelete ? "" : $",\"data\":{Record()}");
        text.Append($",\"prev\":{(isDelta ? Patch() : isDelete || random.Next(2) == 0 ? Record() : "null")}");
        text.Append(isDelta ? ",\"encoding\":\"delta\"" : Rarely(",\"encoding\":\"full\"", ""));
        text.Append(random.Next(3) == 0 ? $",\"author\":{Rarely(_json.Value(0), $"\"{_json.RawString()}\"")}" : "");
        text.Append(random.Next(4) == 0 ? $",\"comment\":{Rarely(_json.Value(0), $"\"{_json.RawString()}\"")}" : "");
        text.Append(random.Next(8) == 0 ? $",\"undoes\":{Rarely(_json.Value(1), $"[\"{LogName()}\",{Number(0, 300)}]")}" : "");
        text.Append(agent is null ? "" : $",\"agent\":\"{Rarely(Pick(s_agents), agent)}\"");
        text.Append(agent is null && random.Next(4) > 0 ? "" : $",\"clock\":{Number(1, 20)}");
        text.Append(mark.IsPart ? $",\"batch\":[{Rarely(Number(1, 4), mark.Index.ToString(CultureInfo.InvariantCulture))},{mark.Count}]" : "");
        text.Append(random.Next(8) == 0 ? $",\"undo\":{Number(1, 3)}" : "");
        text.Append(random.Next(8) == 0 ? ",\"segment\":\"s1\"" : "");
        return seal ? Encoding.UTF8.GetString(Sealed(text.ToString())) : text.Append('}').ToString();
    }

    private static byte[] Sealed(string open)
    {
        using ByteBuffer output = new();
        output.Append(Bytes(open));
        Seal.Close(output, 0);
        return output.Span.ToArray();
    }

    private string LogName() => random.Next(3) == 0 ? $"ops/agent-{Pick(s_agents)}-{Pick(s_stamps)}.jsonl" : $"ops/ops-{Pick(s_stamps)}.jsonl";

    private string Path(string path) => $"\"{(random.Next(25) == 0 ? Encoding.UTF8.GetString(Hostile.String(random)) : path)}\"";

    private string Id() => random.Next(15) == 0 ? Encoding.UTF8.GetString(Hostile.String(random)) : Pick(s_ids);

    private string Time() => random.Next(25) == 0 ? _json.Value(0) : "\"2026-01-01T00:00:00.000Z\"";

    private string Number(int least, int most) =>
        random.Next(25) == 0 ? Hostile.NumberText(random) : random.Next(least, most + 1).ToString(CultureInfo.InvariantCulture);

    private string Rarely(string odd, string usual) => random.Next(12) == 0 ? odd : usual;

    private string Pick(string[] from) => Hostile.Pick(random, from);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
