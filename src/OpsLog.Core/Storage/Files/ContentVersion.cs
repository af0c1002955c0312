using System.Globalization;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// The version of a small file: its length and CRC-32C. A time is not sufficient, because two puts can have the same time
/// in a file system with a coarse clock.
/// </summary>
internal static class ContentVersion
{
    public static string Of(ReadOnlySpan<byte> content) =>
        string.Create(CultureInfo.InvariantCulture, $"{content.Length:x}-{Crc32C.Compute(content):x8}");
}
