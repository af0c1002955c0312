using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>Keys looked up one by one and by their hashes: both have to find the same.</summary>
internal sealed class PatchKeysTarget : FuzzTarget
{
    private readonly Mutator _mutator = new(Corpus.Texts);

    public override string Name => "PatchKeys";

    public override int Share => 50_000;

    public override FuzzInput Next(Random random)
    {
        RandomJson json = new(random) { WhiteSpace = 5 };
        byte[] text = random.Next(3) switch
        {
            0 => _mutator.Next(random),
            1 => Encoding.UTF8.GetBytes(json.Object(1, 20)),
            _ => Encoding.UTF8.GetBytes($"[{string.Join(" ,", Enumerable.Range(0, random.Next(12)).Select(_ => $"\"{json.RawString()}\""))}]"),
        };
        return FuzzInput.Of(random.Next(3) == 0 ? JsonMutations.Change(random, text) : text);
    }

    public override string Run(FuzzInput input)
    {
        byte[] json = input.Bytes;
        if (!JsModel.IsWellFormed(json, out _))
        {
            return "not well-formed";
        }

        // Every reader refuses bytes that are not UTF-8 before it looks at keys: two such keys can differ in their bytes
        // and be equal as text.
        if (!JsModel.IsUtf8(json))
        {
            return "not UTF-8";
        }

        if (PatchKeys.IsListOfKeys(json))
        {
            byte[] list = [.. json.AsSpan().Trim(" \t\r\n"u8)];
            ThrowUnlessTheSame(PatchKeys.OfList(list, new PatchKeys.Part[256]), PatchKeys.OfList(list, []));
            return FuzzTally.Accepted;
        }

        ThrowUnlessTheSame(PatchKeys.OfObject(json, new PatchKeys.Part[256]), PatchKeys.OfObject(json, []));
        return json.AsSpan().TrimStart(" \t\r\n"u8)[0] == '{' ? FuzzTally.Accepted : "neither an object nor a list of keys";
    }

    private static void ThrowUnlessTheSame(PatchKeys oneByOne, PatchKeys hashed)
    {
        FuzzFailureException.ThrowUnlessEqual(hashed.Count, oneByOne.Count, "keys");
        for (int i = 0; i < hashed.Count; i++)
        {
            ReadOnlySpan<byte> key = hashed.Key(i);
            int expected = hashed.Count - 1;
            while (!JsonText.KeysEqual(hashed.Key(expected), key))
            {
                expected--;
            }

            FuzzFailureException.ThrowUnlessEqual(expected, oneByOne.Find(key), "found one by one");
            FuzzFailureException.ThrowUnlessEqual(expected, hashed.Find(key), "found by its hash");
            FuzzFailureException.ThrowIf(!hashed.Value(i).SequenceEqual(oneByOne.Value(i)), "another value");
        }
    }
}
