using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>
/// Reverse patches of this engine and other values in their place, compared with the plain meaning of a patch.
/// </summary>
internal sealed class RecordDeltaTarget : PatchTarget
{
    public override string Name => "RecordDelta";

    public override int Share => 70_000;

    protected override string Run(byte[] record, byte[] other, int choice)
    {
        ThrowUnlessGivenBack(record, other);
        ThrowUnlessGivenBack(other, record);
        FuzzFailureException.ThrowUnlessEqual(RecordDelta.HaveSameMembers(other, record), RecordDelta.HaveSameMembers(record, other), "the same either way");
        FuzzFailureException.ThrowIf(!RecordDelta.HaveSameMembers(record, record), "a record is not the same as itself");

        Dictionary<string, byte[]>? expected = Apply(record, other);
        using ByteBuffer output = new();
        bool applied = RecordDelta.TryApply(record, other, output);
        FuzzFailureException.ThrowUnlessEqual(expected is not null, applied, "is a patch");
        if (!applied)
        {
            return "not a patch";
        }

        FuzzFailureException.ThrowIf(output.Length > record.Length + other.Length + 2, $"{output.Length} bytes of {record.Length} and {other.Length}");
        ThrowUnlessSame(expected!, MembersOf(output.Span));
        return FuzzTally.Accepted;
    }

    private static void ThrowUnlessGivenBack(byte[] previous, byte[] current)
    {
        using ByteBuffer patch = new();
        using ByteBuffer scratch = new();
        if (!RecordDelta.TryCreate(previous, current, patch, scratch))
        {
            FuzzFailureException.ThrowIf(patch.Length > 0, "something of a patch that is none was left");
            return;
        }

        using ByteBuffer back = new();
        FuzzFailureException.ThrowIf(patch.Length >= previous.Length, "the patch is no smaller than the record");
        FuzzFailureException.ThrowIf(!RecordDelta.TryApply(current, patch.Span, back) || !back.Span.SequenceEqual(previous), "the patch does not give the record back");
    }

    private static Dictionary<string, byte[]>? Apply(byte[] record, byte[] patch)
    {
        List<(string Key, byte[] Value)> parts = JsModel.Members(patch)!;
        byte[] set = parts.Find(part => part.Key == "$set").Value ?? "{}"u8.ToArray();
        byte[] unset = parts.Find(part => part.Key == "$unset").Value ?? "[]"u8.ToArray();
        if (parts.Exists(part => part.Key is not ("$set" or "$unset")) || JsModel.Members(set) is not { } restored || Keys(unset) is not { } removed)
        {
            return null;
        }

        Dictionary<string, byte[]> result = MembersOf(record);
        restored.ForEach(member => result[member.Key] = member.Value);
        removed.ForEach(key => result.Remove(key));
        return result;
    }

    private static List<string>? Keys(byte[] list)
    {
        List<string> keys = [];
        JsonElements elements = new(list);
        while (elements.MoveNext())
        {
            if (JsModel.Text(elements.Value.ToArray()) is not { } key)
            {
                return null;
            }

            keys.Add(key);
        }

        return elements.IsWhole ? keys : null;
    }
}
