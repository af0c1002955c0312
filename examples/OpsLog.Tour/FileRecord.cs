using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsLog.Tour;

/// <summary>
/// The inventory data of a file. The store accepts and returns JSON in UTF-8; the caller chooses the serializer.
/// </summary>
internal sealed record FileRecord(string Path, long Size, DateTime Modified, string? Sha256, bool Reviewed)
{
    public static FileRecord From(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, FileJson.Default.FileRecord)!;

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, FileJson.Default.FileRecord);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FileRecord))]
internal sealed partial class FileJson : JsonSerializerContext;
