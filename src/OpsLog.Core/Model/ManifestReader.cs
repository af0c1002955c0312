using System.Globalization;
using System.Text.Unicode;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>Reads and checks a manifest; each fault contains the field and the expected value.</summary>
internal sealed class ManifestReader(string path)
{
    private delegate string TextReader(ReadOnlySpan<byte> value, string field);

    public Manifest Read(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            throw new ManifestException(ManifestFault.NotJson, path, null, "it is not valid UTF-8");
        }

        JsonFields root = Open(text, null);
        JsonFields stats = Open(Required(root, "stats"u8, "stats"), "stats");
        string snapshot = PathAt(Required(root, "currentSnapshot"u8, "currentSnapshot"), "currentSnapshot");
        string log = PathAt(Required(root, "activeOps"u8, "activeOps"), "activeOps");
        Dictionary<string, string> agents = Agents(root["activeAgentOps"u8]);
        if (agents.Remove(ManifestValues.SingleWriter, out string? writer) && writer != log)
        {
            throw Invalid("activeAgentOps", "an object whose empty key contains the log that 'activeOps' names");
        }

        string others = root["others"u8] is { IsEmpty: false } value ? TextAt(value, "others") : "";
        if (StoreLayout.TryParseAgentLog(log, out string agent, out _) && !agents.ContainsValue(log))
        {
            // A program that makes the log of an agent the active log also names the agent, so the agents were lost
            // here.
            throw Invalid("activeAgentOps", $"an object that contains the log of agent '{agent}', which 'activeOps' names");
        }

        Manifest manifest = new()
        {
            Version = (int)NumberAt(Required(root, "version"u8, "version"), "version", 1, int.MaxValue),
            CurrentSnapshot = snapshot,
            ActiveOps = log,
            ActiveAgentOps = agents,
            ArchiveSegments = Texts(Required(root, "archiveSegments"u8, "archiveSegments"), "archiveSegments", "an array of paths", PathAt),
            Stats = new ManifestStats(
                NumberAt(Required(stats, "activeRecords"u8, "stats.activeRecords"), "stats.activeRecords"),
                NumberAt(Required(stats, "archivedRecords"u8, "stats.archivedRecords"), "stats.archivedRecords"),
                NumberAt(Required(stats, "opsCount"u8, "stats.opsCount"), "stats.opsCount"),
                TextAt(Required(stats, "created"u8, "stats.created"), "stats.created"),
                TextAt(Required(stats, "lastCheckpoint"u8, "stats.lastCheckpoint"), "stats.lastCheckpoint")),
            Seal = SealAt(root["snapshotSeal"u8], snapshot),
            HasOthers = others.Length > 0,
            HasOthersAgents = others == ManifestValues.OthersAgents,
            UndoFloor = root["undoFloor"u8] is { IsEmpty: false } floor ? PathAt(floor, "undoFloor") : null,
            HistoryFrom = root["historyFrom"u8] is { IsEmpty: false } from ? TextAt(from, "historyFrom") : null,
            LogLengths = Lengths(root["logLengths"u8]),
            SegmentSizes = Sizes(root["segmentSizes"u8]),
            Indexes = root["indexes"u8] is { IsEmpty: false } indexes ? Texts(indexes, "indexes", "an array of names of properties", TextAt) : [],
            Revision = root["revision"u8] is { IsEmpty: false } revision ? NumberAt(revision, "revision", 0, Manifest.LargestRevision) : 0,
        };

        // A file with two purposes would be appended to for one and be malformed for the other.
        ThrowUnlessWithin(StoreLayout.SnapshotFolder, "currentSnapshot", [manifest.CurrentSnapshot]);
        ThrowUnlessWithin(StoreLayout.LogFolder, "activeOps", [manifest.ActiveOps]);
        ThrowUnlessWithin(StoreLayout.LogFolder, "activeAgentOps", manifest.ActiveAgentOps.Values);
        ThrowUnlessWithin(StoreLayout.ArchiveFolder, "archiveSegments", manifest.ArchiveSegments);
        return manifest;
    }

    private void ThrowUnlessWithin(string folder, string field, IEnumerable<string> paths)
    {
        if (!paths.All(path => path.StartsWith(folder, StringComparison.Ordinal)))
        {
            throw Invalid(field, $"in '{folder}'");
        }
    }

    private SnapshotSeal? SealAt(ReadOnlySpan<byte> value, string snapshot)
    {
        if (value.IsEmpty)
        {
            return null;
        }

        JsonFields seal = Open(value, "snapshotSeal");
        if (TextAt(seal["snapshot"u8], "snapshotSeal.snapshot") != snapshot)
        {
            return null;
        }

        return uint.TryParse(TextAt(seal["crc"u8], "snapshotSeal.crc"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint crc)
            ? new SnapshotSeal(NumberAt(seal["length"u8], "snapshotSeal.length"), crc)
            : throw Invalid("snapshotSeal.crc", "eight hexadecimal digits");
    }

    private Dictionary<string, string> Agents(ReadOnlySpan<byte> value)
    {
        Dictionary<string, string> agents = new(StringComparer.Ordinal);
        if (value.IsEmpty)
        {
            return agents;
        }

        JsonMembers members = Open(value, "activeAgentOps").Members;
        while (members.MoveNext())
        {
            string agent = JsonText.Decode(members.Key);
            if (agent != ManifestValues.SingleWriter && !StoreLayout.IsName(agent))
            {
                throw Invalid("activeAgentOps", "an object whose keys can be part of a file name");
            }

            agents[agent] = PathAt(members.Value, "activeAgentOps");
        }

        return agents;
    }

    private Dictionary<string, long> Lengths(ReadOnlySpan<byte> value)
    {
        Dictionary<string, long> lengths = new(StringComparer.Ordinal);
        if (value.IsEmpty)
        {
            return lengths;
        }

        JsonMembers members = Open(value, "logLengths").Members;
        while (members.MoveNext())
        {
            lengths[JsonText.Decode(members.Key)] = NumberAt(members.Value, "logLengths");
        }

        return lengths;
    }

    private Dictionary<string, SegmentSize> Sizes(ReadOnlySpan<byte> value)
    {
        Dictionary<string, SegmentSize> sizes = new(StringComparer.Ordinal);
        if (value.IsEmpty)
        {
            return sizes;
        }

        JsonMembers members = Open(value, "segmentSizes").Members;
        while (members.MoveNext())
        {
            JsonFields size = Open(members.Value, "segmentSizes");
            sizes[JsonText.Decode(members.Key)] = new SegmentSize(NumberAt(size["records"u8], "segmentSizes.records"), NumberAt(size["length"u8], "segmentSizes.length"));
        }

        return sizes;
    }

    private List<string> Texts(ReadOnlySpan<byte> value, string field, string expected, TextReader read)
    {
        List<string> texts = [];
        JsonWalker walker = new(value);
        if (!walker.TryStep((byte)'['))
        {
            throw Invalid(field, expected);
        }

        while (!walker.TryStep((byte)']'))
        {
            walker.SkipWhiteSpace();
            int start = walker.Position;
            walker.TryValue();
            texts.Add(read(value[start..walker.Position], field));
            walker.TryStep((byte)',');
        }

        return texts;
    }

    private JsonFields Open(ReadOnlySpan<byte> text, string? field)
    {
        if (JsonFields.TryOpen(text, out JsonFields fields, out int offset))
        {
            return fields;
        }

        if (field is not null)
        {
            throw Invalid(field, "an object");
        }

        int line = text[..Math.Min(offset, text.Length)].Count((byte)'\n') + 1;
        throw new ManifestException(ManifestFault.NotJson, path, null, $"{(fields.IsTooDeep ? JsonWalker.TooDeep : "it is not a JSON object")} (line {line}, byte {offset})");
    }

    private ReadOnlySpan<byte> Required(JsonFields fields, ReadOnlySpan<byte> name, string field)
    {
        ReadOnlySpan<byte> value = fields[name];
        return value.IsEmpty
            ? throw new ManifestException(ManifestFault.MissingField, path, field, $"the field '{field}' is missing")
            : value;
    }

    private string PathAt(ReadOnlySpan<byte> value, string field)
    {
        string text = TextAt(value, field);
        return StoreLayout.IsInside(text)
            ? text
            : throw new ManifestException(
                ManifestFault.OutsideStore, path, field, $"'{field}' contains a path outside the store");
    }

    private string TextAt(ReadOnlySpan<byte> value, string field) =>
        JsonFields.Text(value) is { Length: > 0 } text ? text : throw Invalid(field, "a non-empty string");

    private long NumberAt(ReadOnlySpan<byte> value, string field, long least = 0, long most = long.MaxValue) =>
        JsonFields.Number(value) is { } number && number >= least && number <= most
            ? number
            : throw Invalid(field, least == 0 ? "a whole number, 0 or more" : $"a whole number from {least} to {most}");

    private ManifestException Invalid(string field, string expected) =>
        new(ManifestFault.InvalidField, path, field, $"'{field}' must be {expected}");
}
