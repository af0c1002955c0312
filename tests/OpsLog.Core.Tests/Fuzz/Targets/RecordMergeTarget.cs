using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>Merging given members into a record, with and without regard to case.</summary>
internal sealed class RecordMergeTarget : PatchTarget
{
    public override string Name => "RecordMerge";

    public override int Share => 50_000;

    protected override string Run(byte[] record, byte[] other, int choice)
    {
        bool ignoreCase = choice % 2 == 0;
        using ByteBuffer patch = new();
        using ByteBuffer output = new();
        FuzzFailureException.ThrowIf(!RecordMerge.TryApply(record, other, new MergeOptions { IgnoreCase = ignoreCase }, patch, output), "two objects can't be merged");

        Dictionary<string, byte[]> expected = MembersOf(record);
        string[] own = [.. expected.Keys];

        // One by one in order: of two that name one key in different cases the later one is used.
        JsonMembers changes = new(other);
        while (changes.MoveNext())
        {
            string key = JsModel.Plain(changes.RawKey);
            expected[ignoreCase && !own.Contains(key, StringComparer.Ordinal) ? own.LastOrDefault(k => k.Equals(key, StringComparison.OrdinalIgnoreCase)) ?? key : key] = changes.Value.ToArray();
        }

        ThrowUnlessSame(expected, MembersOf(output.Span));
        return FuzzTally.Accepted;
    }
}
