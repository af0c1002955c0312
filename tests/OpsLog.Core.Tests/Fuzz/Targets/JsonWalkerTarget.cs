using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>The walk that all other readers use, compared with the base library's parser.</summary>
internal sealed class JsonWalkerTarget : FuzzTarget
{
    private readonly Mutator _mutator = new(Corpus.Texts);

    public override string Name => "JsonWalker";

    public override int Share => 150_000;

    public override FuzzInput Next(Random random)
    {
        RandomJson json = new(random) { WhiteSpace = random.Next(2) * 10 };
        return FuzzInput.Of(random.Next(3) switch
        {
            0 => _mutator.Next(random),
            1 => json.Spoil(Encoding.UTF8.GetBytes(json.Value(3))),
            _ => JsonMutations.Change(random, Encoding.UTF8.GetBytes(json.Value(3))),
        });
    }

    public override string Run(FuzzInput input)
    {
        byte[] text = input.Bytes;
        JsonWalker walker = new(text);
        bool valid = walker.TryValue();
        FuzzFailureException.ThrowIf(walker.Position < 0 || walker.Position > text.Length, $"the position of the walk is {walker.Position}");
        walker.SkipWhiteSpace();
        valid &= walker.AtEnd;
        bool expected = JsModel.IsWellFormed(text, out int depth);
        FuzzFailureException.ThrowUnlessEqual(expected, valid, "well-formed");
        FuzzFailureException.ThrowIf(valid && walker.Depth != depth, $"depth {walker.Depth} and not {depth}");

        byte first = text.AsSpan().TrimStart(" \t\r\n"u8) is [var start, ..] ? start : (byte)0;
        FuzzFailureException.ThrowUnlessEqual(valid && first == '{', Members(text), "one object by its members");
        FuzzFailureException.ThrowUnlessEqual(valid && first == '[', Elements(text), "one array by its elements");
        return valid ? FuzzTally.Accepted : walker.IsTooDeep ? "too deep" : "not well-formed";
    }

    private static bool Members(byte[] text)
    {
        JsonMembers members = new(text);
        while (members.MoveNext())
        {
            FuzzFailureException.ThrowIf(!JsModel.IsWellFormed(members.Value, out _), "a member's value is not well-formed");
            FuzzFailureException.ThrowIf(!text.AsSpan(members.KeyStart, members.RawKey.Length).SequenceEqual(members.RawKey), "the key is not where it says");
        }

        return members.IsWhole;
    }

    private static bool Elements(byte[] text)
    {
        JsonElements elements = new(text);
        while (elements.MoveNext())
        {
            FuzzFailureException.ThrowIf(!JsModel.IsWellFormed(elements.Value, out _), "an element is not well-formed");
        }

        return elements.IsWhole;
    }
}
