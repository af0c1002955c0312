using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>Ids and keys between files, memory and .NET strings.</summary>
internal sealed class JsonTextTarget : FuzzTarget
{
    public override string Name => "JsonText";

    public override int Share => 100_000;

    public override FuzzInput Next(Random random)
    {
        byte[] text = [];
        for (int pieces = random.Next(5); pieces > 0; pieces--)
        {
            text = [.. text, .. Hostile.String(random)];
        }

        return FuzzInput.Of(random.Next(3) == 0 ? ByteMutations.Change(random, text, Hostile.String(random)) : text);
    }

    public override string Run(FuzzInput input)
    {
        byte[] bytes = input.Bytes;
        string decoded = JsonText.Decode(bytes);
        FuzzFailureException.ThrowIf(JsModel.IsUtf8(bytes) && !JsonText.Encode(decoded).AsSpan().SequenceEqual(bytes), "decoding and encoding changes it");
        FuzzFailureException.ThrowIf(!JsonText.Decode(JsonText.Encode(decoded)).Equals(decoded, StringComparison.Ordinal), "encoding and decoding changes it");

        JsonWalker walker = new([(byte)'"', .. bytes, (byte)'"']);
        if (!walker.TryString(out ReadOnlySpan<byte> raw) || !walker.AtEnd)
        {
            return "not the inside of a string";
        }

        using ByteBuffer plain = new();
        JsonText.Unescape(raw, plain);
        FuzzFailureException.ThrowIf(plain.Length > raw.Length, "unescaping makes it longer");
        using ByteBuffer written = new();
        JsonText.WriteString(written, plain.Span);
        JsonWalker again = new(written.Span);
        FuzzFailureException.ThrowIf(!again.TryString(out ReadOnlySpan<byte> rewritten) || !again.AtEnd, "what was written is no string");
        if (!JsModel.IsUtf8(bytes))
        {
            return "accepted, not UTF-8";
        }

        using ByteBuffer back = new();
        JsonText.Unescape(rewritten, back);
        FuzzFailureException.ThrowIf(!back.Span.SequenceEqual(plain.Span), "writing and reading changes it");
        FuzzFailureException.ThrowIf(!JsonText.KeysEqual(raw, rewritten), "the key as written is not the same key");
        return FuzzTally.Accepted;
    }
}
