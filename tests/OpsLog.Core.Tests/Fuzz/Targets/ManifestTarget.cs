using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>A manifest: what is read can be written and read again, and contains no path outside the store.</summary>
internal sealed class ManifestTarget : FuzzTarget
{
    private readonly Mutator _mutator = new(Corpus.Manifests);

    public override string Name => "ManifestCodec";

    public override int Share => 100_000;

    public override FuzzInput Next(Random random)
    {
        byte[] manifest = random.Next(3) == 0 ? new Grammar(random).Manifest() : _mutator.Next(random);
        return FuzzInput.Of(random.Next(5) > 0 ? Sealer.Document(manifest) : manifest);
    }

    public override string Run(FuzzInput input)
    {
        Manifest manifest = ManifestCodec.Read(input.Bytes, "m");
        foreach (string path in (string[])[manifest.CurrentSnapshot, manifest.ActiveOps, .. manifest.ActiveAgentOps.Values, .. manifest.ArchiveSegments, manifest.UndoFloor ?? "x"])
        {
            FuzzFailureException.ThrowIf(!StoreLayout.IsInside(path), $"'{path}' leads outside");
        }

        Manifest again = ManifestCodec.Read(ManifestCodec.Write(manifest), "m");
        FuzzFailureException.ThrowIf(
            manifest with { IsSealed = true, ActiveAgentOps = again.ActiveAgentOps, ArchiveSegments = again.ArchiveSegments, LogLengths = again.LogLengths, SegmentSizes = again.SegmentSizes, Indexes = again.Indexes } != again
                || !manifest.ActiveAgentOps.SequenceEqual(again.ActiveAgentOps)
                || !manifest.ArchiveSegments.SequenceEqual(again.ArchiveSegments)
                || !manifest.LogLengths.SequenceEqual(again.LogLengths)
                || !manifest.Indexes.SequenceEqual(again.Indexes)
                || !manifest.SegmentSizes.SequenceEqual(again.SegmentSizes),
            "it is another one when it was written and read");
        return FuzzTally.Accepted;
    }
}
