using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>Targets that are given a record and a second object to work on it.</summary>
internal abstract class PatchTarget : FuzzTarget
{
    private readonly Mutator _mutator = new(Corpus.Texts);

    public override FuzzInput Next(Random random)
    {
        Grammar grammar = new(random);
        byte[] record = Encoding.UTF8.GetBytes(grammar.Record());
        byte[] other = random.Next(4) switch
        {
            0 => Encoding.UTF8.GetBytes(grammar.Record()),
            1 => _mutator.Change(random, record),
            _ => Encoding.UTF8.GetBytes(grammar.Patch()),
        };
        record = random.Next(4) == 0 ? JsonMutations.Change(random, record) : record;
        other = random.Next(4) == 0 ? JsonMutations.Change(random, other) : other;
        return new FuzzInput(random.Next(), [("record", record), ("other", other)]);
    }

    public override string Run(FuzzInput input) =>
        input.Parts.Count == 2 && Kept(input.Parts[0].Bytes) is { } record && Kept(input.Parts[1].Bytes) is { } other
            ? Run(record, other, input.Choice)
            : "not two objects";

    protected abstract string Run(byte[] record, byte[] other, int choice);

    protected static Dictionary<string, byte[]> MembersOf(ReadOnlySpan<byte> json) =>
        (JsModel.Members(json) ?? throw new FuzzFailureException("the result is no object")).ToDictionary(member => member.Key, member => member.Value, StringComparer.Ordinal);

    protected static void ThrowUnlessSame(Dictionary<string, byte[]> expected, Dictionary<string, byte[]> actual)
    {
        FuzzFailureException.ThrowUnlessEqual(expected.Count, actual.Count, "members");
        foreach ((string key, byte[] value) in expected)
        {
            FuzzFailureException.ThrowIf(
                !actual.TryGetValue(key, out byte[]? found) || !found.AsSpan().SequenceEqual(value), $"member '{key}' is not {Encoding.UTF8.GetString(value)}");
        }
    }

    private static byte[]? Kept(byte[] json)
    {
        try
        {
            return KeptRecord.Of(json);
        }
        catch (InvalidRecordException)
        {
            return null;
        }
    }
}
