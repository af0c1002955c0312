using System.Globalization;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// The version of a small file: its length and CRC-32C. Times are no use for it, since two puts can fall into one
/// tick of a file system's clock.
/// </summary>
internal static class ContentVersion
{
    public static string Of(ReadOnlySpan<byte> content) =>
        string.Create(CultureInfo.InvariantCulture, $"{content.Length:x}-{Crc32C.Compute(content):x8}");
}
