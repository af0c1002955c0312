using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>
/// A snapshot in one of its forms, read as another program's and as one that the manifest vouches for: the short way by
/// the known layout has to find what the long way finds.
/// </summary>
internal sealed class SnapshotTarget(bool ofDocuments) : FuzzTarget
{
    private readonly Mutator _mutator = new(ofDocuments ? Corpus.Documents : Corpus.Snapshots);

    public override string Name => ofDocuments ? "SnapshotLoader, one document" : "SnapshotLoader, lines";

    public override int Share => ofDocuments ? 30_000 : 60_000;

    /// <summary>A snapshot is written through a buffer of a megabyte.</summary>
    public override long BaseAllocation => 4 * 1024 * 1024;

    public override FuzzInput Next(Random random)
    {
        Grammar grammar = new(random);
        byte[] made = ofDocuments ? grammar.Document(isSegment: false) : grammar.SnapshotLines();
        return FuzzInput.Of(random.Next(5) switch
        {
            0 => made,
            1 => _mutator.Change(random, made),
            _ => _mutator.Next(random),
        });
    }

    public override string Run(FuzzInput input)
    {
        byte[] text = input.Bytes;
        SnapshotSeal seal = new(text.Length, Crc32C.Compute(text));
        (RecordTable Table, SnapshotHeader Header)? trusted = TryLoad(text, seal, out string trustedOutcome);
        (RecordTable Table, SnapshotHeader Header)? strict = TryLoad(text, null, out string outcome);
        bool isSpoilt = !AreLines(text) || !AreRecords(text);
        if (strict is { } found && trusted is { } inPlace && !isSpoilt)
        {
            FuzzFailureException.ThrowUnlessEqual(
                found.Header with { Covered = inPlace.Header.Covered, Retired = inPlace.Header.Retired, Tombstones = inPlace.Header.Tombstones }, inPlace.Header, "header");
            FuzzFailureException.ThrowUnlessEqual(Shown(found.Table), Shown(inPlace.Table), "records taken in place");
        }

        bool isDocument = JsModel.Members(text)?.Exists(member => member.Key == "records") == true;
        FuzzFailureException.ThrowIf(strict is not null && trusted is null && !isDocument, $"what is vouched for is refused: {trustedOutcome}");
        FuzzFailureException.ThrowIf(strict is null && trusted is not null && !isSpoilt, $"what is vouched for is taken: {outcome}");
        if (strict is { } loaded)
        {
            ThrowUnlessWrittenAndRead(loaded.Table, loaded.Header);
        }

        return outcome;
    }

    private static (RecordTable Table, SnapshotHeader Header)? TryLoad(byte[] text, SnapshotSeal? seal, out string outcome)
    {
        RecordTable table = new();
        try
        {
            SnapshotHeader header = new SnapshotLoader(new BytesReader(text), "s", table).Load(seal);
            outcome = FuzzTally.Accepted;
            return (table, header);
        }
        catch (SnapshotException refused)
        {
            FuzzFailureException.ThrowIf(refused.Offset < 0 || refused.Offset > text.Length, $"the fault is at {refused.Offset}");
            string detail = refused.Message.Split(": ")[1].Split('.')[0];
            outcome = $"{FuzzRun.OutcomeOf(refused)}, {detail.Split(" (")[0]}";
            return null;
        }
    }

    private static void ThrowUnlessWrittenAndRead(RecordTable table, SnapshotHeader header)
    {
        BytesWriter target = new();
        bool stamped = header.Clock > 0;
        SnapshotSeal seal = SnapshotWriter.Write(target, header, table.Freeze(), stamped ? table.Agents : null);
        RecordTable again = new();
        SnapshotHeader read = new SnapshotLoader(new BytesReader(target.ToArray()), "s", again).Load(seal);
        FuzzFailureException.ThrowUnlessEqual(
            header with { Covered = read.Covered, Retired = read.Retired, Tombstones = read.Tombstones, Horizon = stamped ? header.Horizon : 0 }, read, "the header written and read");
        FuzzFailureException.ThrowUnlessEqual(TableText.Of(table), TableText.Of(again), "the records written and read");
        FuzzFailureException.ThrowIf(stamped && Shown(table) != Shown(again), "the stamps written and read");
    }

    private static bool AreLines(ReadOnlySpan<byte> text)
    {
        // A longer first line is taken for a document's, if nothing says otherwise.
        if (text.IndexOf((byte)'\n') is < 0 or > 65_000)
        {
            return false;
        }

        foreach (Range line in Lines.Of(text))
        {
            if (!text[line].Trim((byte)'\r').IsEmpty && (JsModel.Members(text[line]) is null || !JsModel.IsUtf8(text[line])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether every line that is loaded in place has a record as its value; the ends of a line alone do not show
    /// whether it has one. All lines count: of two with the same id the table contains only the last.
    /// </summary>
    private static bool AreRecords(ReadOnlySpan<byte> text)
    {
        foreach (Range range in Lines.Of(text))
        {
            ReadOnlySpan<byte> line = text[range];
            if (SnapshotCodec.TryReadOwnRecord(line, out _, out _, out int valueStart)
                && (!JsModel.IsWellFormed(line[valueStart..^1], out _) || !JsModel.IsUtf8(line)))
            {
                return false;
            }
        }

        return true;
    }

    private static string Shown(RecordTable table)
    {
        RecordView view = table.Freeze();
        List<string> lines = [];
        int cursor = -1;
        while (view.TryAdvance(ref cursor))
        {
            RecordRef record = view.At(cursor);
            Stamp? stamp = view.StampAt(cursor);
            // Snapshots of this engine contain no white space, and values that are loaded in place are not changed.
            using ByteBuffer compact = new();
            RecordJson.Minify(record.Value, compact);
            lines.Add($"{record.IdText}={Convert.ToHexString(compact.Span)} {stamp?.Clock} {(stamp is { } kept ? table.Agents.Text(kept.Agent) : null)} {stamp?.Rank}");
        }

        return string.Join('\n', lines);
    }
}
