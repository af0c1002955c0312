using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Segments;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>An archive segment: what is read can be written to a segment of this engine and read again.</summary>
internal sealed class SegmentTarget : FuzzTarget
{
    private readonly Mutator _mutator = new(Corpus.Documents);

    public override string Name => "SegmentReader";

    public override int Share => 30_000;

    public override FuzzInput Next(Random random)
    {
        byte[] made = new Grammar(random).Document(isSegment: true);
        byte[] text = random.Next(4) switch { 0 => made, 1 => _mutator.Change(random, made), _ => _mutator.Next(random) };
        return FuzzInput.Of(random.Next(4) > 0 ? Sealer.Document(text) : text);
    }

    public override string Run(FuzzInput input)
    {
        // Mostly the name that the file gives itself: with another one it is refused.
        string? period = JsModel.Text(JsModel.Members(input.Bytes)?.Find(member => member.Key == "period").Value);
        string segment = period is not null && StoreLayout.IsName(period) ? period : "2026-Q4";
        MemoryBackend backend = new();
        backend.Put(StoreLayout.Segment(segment), input.Bytes, PutCondition.None);
        List<string> records = Read(backend, segment, writer: null);
        using (SegmentWriter writer = new(backend, segment))
        {
            Read(backend, segment, writer);
            writer.Complete();
        }

        FuzzFailureException.ThrowIf(!records.SequenceEqual(Read(backend, segment, writer: null)), "other records when it was written and read");
        return FuzzTally.Accepted;
    }

    private static List<string> Read(MemoryBackend backend, string segment, SegmentWriter? writer)
    {
        List<string> records = [];
        using SegmentReader reader = new(backend, segment, StoreLayout.Segment(segment));
        while (reader.TryRead())
        {
            FuzzFailureException.ThrowIf(!JsModel.IsWellFormed(reader.Value, out _), "a record is not well-formed");
            records.Add($"{Convert.ToHexString(reader.Id)}={Convert.ToHexString(reader.Value)}");
            writer?.Add(reader.Id, reader.Value);
        }

        return records;
    }
}
