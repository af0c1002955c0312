using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsLog.Tour;

/// <summary>What the inventory keeps of a file. The store takes and gives JSON in UTF-8; what makes it is the caller's choice.</summary>
internal sealed record FileRecord(string Path, long Size, DateTime Modified, string? Sha256, bool Reviewed)
{
    public static FileRecord From(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, FileJson.Default.FileRecord)!;

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, FileJson.Default.FileRecord);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FileRecord))]
internal sealed partial class FileJson : JsonSerializerContext;
