using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Json;

/// <summary>Random merges, compared with <see cref="MergeModel"/>, and their undo.</summary>
public sealed class RecordMergeModelTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void Merges_are_those_of_the_model() => Seed.Run(random =>
    {
        using ByteBuffer patch = new();
        using ByteBuffer output = new();
        int changed = 0;
        for (int i = 0; i < Rounds; i++)
        {
            MergeText text = new(random);
            string record = text.Object(3), changes = text.Object(3);
            MergeOptions options = text.Options();
            patch.Clear();
            output.Clear();

            string what = $"{record} with {changes}, IgnoreCase {options.IgnoreCase}, Deep {options.Deep}, without [{string.Join(", ", options.Remove)}]";
            Assert.True(RecordMerge.TryApply(Encoding.UTF8.GetBytes(record), Encoding.UTF8.GetBytes(changes), options, patch, output), what);
            Assert.True(RecordJson.IsWellFormed(output.Span), what);
            string merged = Encoding.UTF8.GetString(output.Span);
            string expected = MergeModel.Merge(record, changes, options).ToJsonString();
            Assert.True(expected == MergeModel.Parse(merged).ToJsonString(), $"{what}: {expected} was expected, not {merged}");
            changed += merged == record ? 0 : 1;
        }

        Assert.InRange(changed, Rounds / 2, Rounds);
    });

    [Fact]
    public void Undo_restores_every_byte() => Seed.Run(random =>
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        List<string> states = [];
        MergeText text = new(random);
        store.Set("r", Encoding.UTF8.GetBytes(text.Object(4)));
        for (int i = 0; i < 300; i++)
        {
            states.Add(Encoding.UTF8.GetString(store.Get("r")!));
            store.Merge("r", Encoding.UTF8.GetBytes(text.Object(3)), text.Options());
            Assert.Equal(states[^1], Encoding.UTF8.GetString(store.GetHistory("r").Last().Before!.Value.Span));
        }

        for (int i = states.Count - 1; i >= 0; i--)
        {
            store.Undo();
            Assert.Equal(states[i], Encoding.UTF8.GetString(store.Get("r")!));
        }
    });
}
