using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>The fast reading of an object, compared with the walk: the same members, and no text that the walk refuses.</summary>
internal sealed class CompactObjectTarget : FuzzTarget
{
    private const int Room = 16;

    private readonly Mutator _mutator = new(Corpus.Texts);

    public override string Name => "CompactObject";

    public override int Share => 150_000;

    public override int LeastAccepted => 20;

    public override FuzzInput Next(Random random)
    {
        RandomJson json = new(random) { WhiteSpace = random.Next(6) == 0 ? 2 : 0 };
        byte[] text = random.Next(4) == 0 ? _mutator.Next(random) : Encoding.UTF8.GetBytes(json.Object(random.Next(1, 5), random.Next(1, 20)));

        // Long keys and values put what follows at any place of a block.
        text = random.Next(2) == 0 ? [.. "{\""u8, .. Enumerable.Repeat((byte)'k', random.Next(140)), .. "\":"u8, .. text, (byte)'}'] : text;
        return FuzzInput.Of(random.Next(3) switch { 0 => text, 1 => json.Spoil(text), _ => JsonMutations.Change(random, text) });
    }

    public override string Run(FuzzInput input)
    {
        byte[] text = input.Bytes;
        Span<CompactMember> found = stackalloc CompactMember[Room];
        bool isRead = CompactObject.TryRead(text, found, out CompactObject read);
        JsonMembers members = new(text);
        int count = 0;
        while (members.MoveNext())
        {
            if (isRead)
            {
                FuzzFailureException.ThrowIf(count == read.Count, "there are more members");
                FuzzFailureException.ThrowIf(!found[count].Key(text).SequenceEqual(members.RawKey), $"the key of member {count}");
                FuzzFailureException.ThrowIf(!found[count].Value(text).SequenceEqual(members.Value), $"the value of member {count}");
            }

            count++;
        }

        if (isRead)
        {
            FuzzFailureException.ThrowIf(!members.IsWhole, "the text is no object");
            FuzzFailureException.ThrowUnlessEqual(count, read.Count, "members");
            FuzzFailureException.ThrowUnlessEqual(members.Depth + 1, read.Depth, "depth");
            FuzzFailureException.ThrowUnlessEqual(Ascii.IsValid(text), read.IsAscii, "ASCII");
        }

        bool isExpected = members.IsWhole && count <= Room && members.Depth < 64 && IsCompact(text);
        FuzzFailureException.ThrowUnlessEqual(isExpected, isRead, "recognised");
        return isRead ? FuzzTally.Accepted : "left to the walk";
    }

    private static bool IsCompact(byte[] text)
    {
        using ByteBuffer compact = new();
        RecordJson.Minify(text, compact);
        return compact.Span.SequenceEqual(text);
    }
}
