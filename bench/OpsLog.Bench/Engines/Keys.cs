using System.Text;

namespace OpsLog.Bench.Engines;

/// <summary>Ids as UTF-8, for the engines whose keys are bytes.</summary>
internal static class Keys
{
    public const int Longest = 32;

    public static Span<byte> Encode(string id, Span<byte> buffer) => buffer[..Encoding.UTF8.GetBytes(id, buffer)];
}
