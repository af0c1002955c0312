using System.Buffers.Text;
using System.Globalization;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>The manifest as a file: the keys of the npm package, then the keys of this engine, sealed.</summary>
internal static class ManifestCodec
{
    public static byte[] Write(Manifest manifest)
    {
        using ByteBuffer output = new();
        SealedDocument.Open(output);
        Number(output, "\"version\":"u8, manifest.Version);
        Text(output, ",\"currentSnapshot\":"u8, manifest.CurrentSnapshot);
        Text(output, ",\"activeOps\":"u8, manifest.ActiveOps);
        output.Append(",\"activeAgentOps\":{"u8);
        bool firstAgent = true;
        IEnumerable<KeyValuePair<string, string>> writer = manifest.ActiveAgentOps.Values.Contains(manifest.ActiveOps, StringComparer.Ordinal) ? [] : [new(ManifestValues.SingleWriter, manifest.ActiveOps)];
        foreach ((string agent, string path) in writer.Concat(manifest.ActiveAgentOps))
        {
            Text(output, firstAgent ? ""u8 : ","u8, agent);
            Text(output, ":"u8, path);
            firstAgent = false;
        }

        output.Append("},\"archiveSegments\":"u8);
        Texts(output, manifest.ArchiveSegments);
        Number(output, ",\"stats\":{\"activeRecords\":"u8, manifest.Stats.ActiveRecords);
        Number(output, ",\"archivedRecords\":"u8, manifest.Stats.ArchivedRecords);
        Number(output, ",\"opsCount\":"u8, manifest.Stats.OpsCount);
        Text(output, ",\"created\":"u8, manifest.Stats.Created);
        Text(output, ",\"lastCheckpoint\":"u8, manifest.Stats.LastCheckpoint);
        output.Append((byte)'}');
        if (manifest.HasOthers)
        {
            Text(output, ",\"others\":"u8, manifest.HasOthersAgents ? ManifestValues.OthersAgents : ManifestValues.OthersWriters);
        }

        if (manifest.UndoFloor is { } floor)
        {
            Text(output, ",\"undoFloor\":"u8, floor);
        }

        if (manifest.HistoryFrom is { } from)
        {
            Text(output, ",\"historyFrom\":"u8, from);
        }

        if (manifest.Seal is { } seal)
        {
            // The name of the file is part of it, because a program that preserves unknown keys can name another
            // snapshot.
            Text(output, ",\"snapshotSeal\":{\"snapshot\":"u8, manifest.CurrentSnapshot);
            Number(output, ",\"length\":"u8, seal.Length);
            Text(output, ",\"crc\":"u8, seal.Crc.ToString("x8", CultureInfo.InvariantCulture));
            output.Append((byte)'}');
        }

        Lengths(output, manifest.LogLengths);
        Sizes(output, manifest.SegmentSizes);
        if (manifest.Indexes.Count > 0)
        {
            output.Append(",\"indexes\":"u8);
            Texts(output, manifest.Indexes);
        }

        if (manifest.Revision > 0)
        {
            Number(output, ",\"revision\":"u8, manifest.Revision);
        }

        SealedDocument.Close(output);
        return output.Span.ToArray();
    }

    /// <summary>Reads a manifest; <paramref name="path"/> is the name of the file in errors.</summary>
    /// <exception cref="ManifestException">It is not a valid manifest.</exception>
    public static Manifest Read(ReadOnlySpan<byte> text, string path)
    {
        Checksum seal = SealedDocument.Verify(text);
        if (seal == Checksum.Wrong)
        {
            throw new ManifestException(ManifestFault.WrongChecksum, path, null, "its checksum is wrong, so it was damaged or edited by hand");
        }

        Manifest manifest = new ManifestReader(path).Read(text);
        if (seal == Checksum.Valid)
        {
            return manifest;
        }

        // A program that preserves unknown keys has used the files without updating what is said of them.
        return manifest with
        {
            IsSealed = false,
            HasOthers = true,
            HasOthersAgents = manifest.HasOthersAgents || manifest.ActiveAgentOps.Count > 0,
            LogLengths = Manifest.NoLengths,
            SegmentSizes = Manifest.NoSizes,
        };
    }

    private static void Lengths(ByteBuffer output, IReadOnlyDictionary<string, long> lengths)
    {
        if (lengths.Count == 0)
        {
            return;
        }

        output.Append(",\"logLengths\":{"u8);
        bool first = true;
        foreach ((string log, long length) in lengths)
        {
            Text(output, first ? ""u8 : ","u8, log);
            Number(output, ":"u8, length);
            first = false;
        }

        output.Append((byte)'}');
    }

    private static void Sizes(ByteBuffer output, IReadOnlyDictionary<string, SegmentSize> sizes)
    {
        if (sizes.Count == 0)
        {
            return;
        }

        output.Append(",\"segmentSizes\":{"u8);
        bool first = true;
        foreach ((string segment, SegmentSize size) in sizes)
        {
            Text(output, first ? ""u8 : ","u8, segment);
            Number(output, ":{\"records\":"u8, size.Records);
            Number(output, ",\"length\":"u8, size.Length);
            output.Append((byte)'}');
            first = false;
        }

        output.Append((byte)'}');
    }

    private static void Texts(ByteBuffer output, IReadOnlyList<string> values)
    {
        output.Append((byte)'[');
        for (int i = 0; i < values.Count; i++)
        {
            Text(output, i == 0 ? ""u8 : ","u8, values[i]);
        }

        output.Append((byte)']');
    }

    private static void Text(ByteBuffer output, ReadOnlySpan<byte> before, string value)
    {
        output.Append(before);
        JsonText.WriteString(output, JsonText.Encode(value));
    }

    private static void Number(ByteBuffer output, ReadOnlySpan<byte> before, long value)
    {
        output.Append(before);
        output.AppendNumber(value);
    }
}
