using System.Globalization;
using System.Text;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>
/// Makes checksums correct again after a change: an attacker can do the same, and with wrong checksums most of the
/// readers' code would never be reached.
/// </summary>
internal static class Sealer
{
    /// <summary>Every line of a log that ends with a seal, right or wrong.</summary>
    public static byte[] Lines(byte[] log)
    {
        byte[] result = [.. log];
        for (int start = 0; start < result.Length;)
        {
            int length = result.AsSpan(start).IndexOf((byte)'\n');
            Span<byte> line = result.AsSpan(start, length < 0 ? result.Length - start : length);
            Fit(line);
            start += line.Length + 1;
        }

        return result;
    }

    /// <summary>A manifest or segment that ends with a seal.</summary>
    public static byte[] Document(byte[] document)
    {
        byte[] result = [.. document];
        Fit(result.AsSpan().TrimEnd((byte)'\n'));
        return result;
    }

    /// <summary>A manifest's knowledge of its snapshot, and the manifest itself.</summary>
    public static byte[] Manifest(byte[] manifest, byte[] snapshot)
    {
        ReadOnlySpan<byte> lengthKey = "\",\"length\":"u8;
        int key = manifest.AsSpan().IndexOf(lengthKey);
        int start = key + lengthKey.Length;
        int end = key < 0 ? -1 : manifest.AsSpan(start).IndexOf((byte)'}');
        if (end < 0)
        {
            return Document(manifest);
        }

        string fitting = string.Create(CultureInfo.InvariantCulture, $"{snapshot.Length},\"crc\":\"{Crc32C.Compute(snapshot):x8}\"");
        return Document(Splice.Replace(manifest, start, end, Encoding.UTF8.GetBytes(fitting)));
    }

    private static void Fit(Span<byte> json)
    {
        if (json.Length <= Seal.Length || !Seal.LooksSealed(json))
        {
            return;
        }

        using ByteBuffer seal = new();
        Seal.Append(seal, Crc32C.Compute(json[..^Seal.Length]));
        seal.Span.CopyTo(json[^Seal.Length..]);
    }
}
