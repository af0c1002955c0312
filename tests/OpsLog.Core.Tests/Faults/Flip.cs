namespace OpsLog.Core.Tests.Faults;

/// <summary>One wrong bit in one file.</summary>
internal sealed record Flip(string File, int Offset, int Bit)
{
    public byte[] Of(byte[] content)
    {
        byte[] flipped = [.. content];
        flipped[Offset] ^= (byte)(1 << Bit);
        return flipped;
    }
}
