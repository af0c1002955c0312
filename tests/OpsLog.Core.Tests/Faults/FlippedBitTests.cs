using OpsLog.Core.Maintenance;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Faults;

/// <summary>
/// One flipped bit at every byte of a small store's files in turn, each time in a fresh copy, which is then opened for
/// reading and for writing, read whole, and checked. A random bit of each byte; all eight with OPSLOG_LONG=1.
/// </summary>
public sealed class FlippedBitTests(ITestOutputHelper output)
{
    private static readonly bool s_isLong = LongRun.IsAsked;

    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The parts of a line or document that can change without detection if no other data contains them.</summary>
    private static readonly string[] s_unverified =
    [
        "ops: data", "ops: prev", "ops: id", "ops: ts", "ops: clock", "snapshots: data", "snapshots: id", "snapshots: records", "archive: records",
    ];

    public static TheoryData<string, bool> Sealed => new() { { "single", false }, { "agents", false }, { "single", true }, { "agents", true } };

    [Theory]
    [MemberData(nameof(Sealed))]
    public void With_our_checksums_each_is_found_or_without_effect(string store, bool isIndexed) => Seed.Run(random =>
    {
        FlippedStore flipped = new(isIndexed ? ImageOf(store).WithIndexes() : ImageOf(store), isIndexed: isIndexed);
        foreach (Flip flip in Flips(flipped.Image, random))
        {
            FlipVerdict verdict = flipped.Judge(flip);
            Count(flip, verdict);
            Assert.True(verdict.IsFound || !verdict.HasEffect, $"{flip}: it changed what is read, and it was not reported.\n{verdict.Effect}");
            Assert.True(verdict.WrongValue is null, $"{flip}: {verdict.WrongValue}");
            Assert.True(
                verdict.IsFound || flip.File == flipped.PreviousSnapshot || StoreLayout.ParseIndex(flip.File) is not null,
                $"{flip}: all but the snapshot before the current one and the index files has a checksum.");
        }

        output.WriteLine(string.Join('\n', _counts));
    });

    /// <summary>
    /// What the npm package writes has no checksums, so a change that leaves a line well-formed may go unnoticed. What
    /// can't be found is counted by where the bit was; anywhere else it has to be found.
    /// </summary>
    [Theory]
    [InlineData("npm-0.8.1-deltas", 1)]
    [InlineData("npm-0.8.1-agents", 1)]
    [InlineData("format-0.1-compact", 1)]
    [InlineData("format-0.6-pretty", 2)]
    public void Without_checksums_what_cant_be_found_lies_within_values(string store, int version) => Seed.Run(random =>
    {
        FlippedStore flipped = new(StoreImage.OfFixture(store), version);
        SortedDictionary<string, int> places = new(StringComparer.Ordinal);
        foreach (Flip flip in Flips(flipped.Image, random))
        {
            FlipVerdict verdict = flipped.Judge(flip);
            Count(flip, verdict);
            if (verdict.HasEffect && !verdict.IsFound)
            {
                string place = FlipPlace.Of(flip.File, flipped.Image.Files[flip.File], flip.Offset);
                places[place] = places.GetValueOrDefault(place) + 1;
                Assert.True(s_unverified.Contains(place), $"{flip}, in {place}: it changed what is read, and it was not reported.\n{verdict.Effect}");
            }
        }

        output.WriteLine(string.Join('\n', _counts));
        output.WriteLine(string.Join('\n', places));
    });

    private static StoreImage ImageOf(string store) => store == "single" ? SampleStores.Single() : SampleStores.Agents();

    private static IEnumerable<Flip> Flips(StoreImage image, Random random)
    {
        foreach ((string file, byte[] content) in image.Files)
        {
            for (int offset = 0; offset < content.Length; offset++)
            {
                int only = random.Next(8);
                for (int bit = 0; bit < 8; bit++)
                {
                    if (s_isLong || bit == only)
                    {
                        yield return new Flip(file, offset, bit);
                    }
                }
            }
        }
    }

    private void Count(Flip flip, FlipVerdict verdict)
    {
        string how = verdict.IsToldByOpening ? "reported by an opening" : verdict.IsToldByCheck ? "reported by the check only" : verdict.HasEffect ? "not found" : "without effect";
        string key = $"{FileKind(flip.File)}: {how}";
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    private static string FileKind(string file) => file.Contains('/') ? file[..file.IndexOf('/')] : file;
}
