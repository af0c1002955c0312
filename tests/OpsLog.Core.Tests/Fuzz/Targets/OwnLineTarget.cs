using System.Text;
using OpsLog.Core.Model;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>The fast reading of a log line, compared with the general one: what it reads, the other reads as well, and to the same operation.</summary>
internal sealed class OwnLineTarget : FuzzTarget
{
    private readonly Mutator _mutator = new(Corpus.Operations);

    public override string Name => "OwnLine";

    public override int Share => 150_000;

    public override FuzzInput Next(Random random)
    {
        byte[] line = random.Next(2) == 0 ? new Grammar(random).Operation() : _mutator.Next(random);
        line = [.. line.AsSpan().Trim((byte)'\n')];
        line = random.Next(4) == 0 ? JsonMutations.Change(random, line) : line;
        return FuzzInput.Of(random.Next(8) > 0 ? Sealer.Document(line) : line);
    }

    public override string Run(FuzzInput input)
    {
        byte[] line = input.Bytes;
        bool isOwn = OwnLine.TryRead(line, out OperationView own);
        bool isRead = OperationCodec.TryRead(line, out OperationView general, out string fault, out _);
        if (!isOwn)
        {
            return isRead ? "left to the general reader" : fault;
        }

        FuzzFailureException.ThrowIf(!isRead, $"the general reader refuses it: {fault}");
        FuzzFailureException.ThrowUnlessEqual(Shown(line, general), Shown(line, own), "the operation");
        return FuzzTally.Accepted;
    }

    private static string Shown(byte[] line, in OperationView view) => string.Join(
        ' ',
        Place(line, view.Timestamp), view.Kind, Place(line, view.RawId), Place(line, view.Data), Place(line, view.Previous), view.IsDelta, Place(line, view.RawAgent),
        view.Clock, view.Batch, view.UndoRank, Place(line, view.RawSegment), Place(line, view.Replaced), view.HasUnknownKey, view.IsSealed);

    /// <summary>The bytes of a value and where they are.</summary>
    private static string Place(byte[] line, ReadOnlySpan<byte> value) =>
        value.IsEmpty ? "-" : ((ReadOnlySpan<byte>)line).Overlaps(value, out int offset) ? $"{offset}+{Encoding.Latin1.GetString(value)}" : "elsewhere";
}
