using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>An archive segment: what is read can be written to a segment of ours and read again.</summary>
internal sealed class SegmentTarget : FuzzTarget
{
    private const string Segment = "2026-Q4";
    private const string Name1 = "archive/archive-2026-Q4.json";

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
        MemoryBackend backend = new();
        backend.Put(Name1, input.Bytes, PutCondition.None);
        List<string> records = Read(backend, writer: null);
        using (SegmentWriter writer = new(backend, Segment))
        {
            Read(backend, writer);
            writer.Complete();
        }

        FuzzFailureException.ThrowIf(!records.SequenceEqual(Read(backend, writer: null)), "other records when it was written and read");
        return FuzzTally.Accepted;
    }

    private static List<string> Read(MemoryBackend backend, SegmentWriter? writer)
    {
        List<string> records = [];
        using SegmentReader reader = new(backend, Segment, Name1);
        while (reader.TryRead())
        {
            FuzzFailureException.ThrowIf(!JsModel.IsWellFormed(reader.Value, out _), "a record is not well-formed");
            records.Add($"{Convert.ToHexString(reader.Id)}={Convert.ToHexString(reader.Value)}");
            writer?.Add(reader.Id, reader.Value);
        }

        return records;
    }
}
