namespace OpsLog.Core.Json;

/// <summary>The position of a member in the text of an object: of the key without its quotes, and of the value.</summary>
internal struct CompactMember
{
    public int KeyStart;
    public int KeyEnd;
    public int ValueStart;
    public int ValueEnd;

    public readonly ReadOnlySpan<byte> Key(ReadOnlySpan<byte> text) => text[KeyStart..KeyEnd];

    public readonly ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text) => text[ValueStart..ValueEnd];
}
