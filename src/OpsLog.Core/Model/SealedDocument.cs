using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>
/// A JSON object of this engine that is a whole file: it begins with <c>{"format":1,</c>, ends with a seal and a
/// newline, and is compact. The npm package writes its documents indented, so a document that it rewrote with the
/// preserved keys is not considered a damaged document of this engine.
/// </summary>
internal static class SealedDocument
{
    /// <summary>The bytes that only documents of this engine begin with.</summary>
    public static ReadOnlySpan<byte> Opening => "{\"format\":1,"u8;

    /// <summary>Begins a document; the caller adds members, each followed by a comma except the last.</summary>
    public static void Open(ByteBuffer output) => output.Append(Opening);

    /// <summary>Ends a document that fills the buffer.</summary>
    public static void Close(ByteBuffer output)
    {
        Seal.Close(output, 0);
        output.Append((byte)'\n');
    }

    /// <summary>Verifies the seal of a document of this engine.</summary>
    public static Checksum Verify(ReadOnlySpan<byte> text)
    {
        Checksum seal = Seal.Verify(text.TrimEnd((byte)'\n'));
        return seal == Checksum.Absent && text.StartsWith(Opening) ? Checksum.Wrong : seal;
    }
}
