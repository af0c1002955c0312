using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>What callers hand over as a record.</summary>
internal sealed class RecordJsonTarget : FuzzTarget
{
    private readonly Mutator _mutator = new(Corpus.Texts);

    public override string Name => "RecordJson";

    public override int Share => 80_000;

    public override FuzzInput Next(Random random) => FuzzInput.Of(random.Next(3) switch
    {
        0 => Encoding.UTF8.GetBytes(new Grammar(random).Record()),
        1 => JsonMutations.Change(random, Encoding.UTF8.GetBytes(new Grammar(random).Record())),
        _ => _mutator.Next(random),
    });

    public override string Run(FuzzInput input)
    {
        byte[] json = input.Bytes;
        bool expected = JsModel.IsWellFormed(json, out int depth) && JsModel.IsUtf8(json) && depth <= RecordJson.MaximumDepth && json.AsSpan().TrimStart(" \t\r\n"u8)[0] == '{';
        try
        {
            byte[] kept = KeptRecord.Of(json);
            FuzzFailureException.ThrowIf(!expected, "this is no record");
            FuzzFailureException.ThrowIf(!KeptRecord.Of(kept).AsSpan().SequenceEqual(kept), "what is kept would change again");
            FuzzFailureException.ThrowIf(!SameTokens(json, kept), "what is kept is not what was given");
            return FuzzTally.Accepted;
        }
        catch (InvalidRecordException refused)
        {
            FuzzFailureException.ThrowIf(expected, $"this is a record: {refused.Message}");
            FuzzFailureException.ThrowIf(refused.Offset < 0 || refused.Offset > json.Length, $"the fault is at {refused.Offset}");
            throw;
        }
    }

    private static bool SameTokens(byte[] left, byte[] right)
    {
        List<byte[]> one = JsModel.Tokens(left);
        List<byte[]> other = JsModel.Tokens(right);
        return one.Count == other.Count && one.Zip(other).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
    }
}
