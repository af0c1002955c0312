using System.Text;
using OpsLog.Core.State;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.State;

public sealed class RecordTableTests
{
    [Theory]
    [InlineData(40, 20_000)]
    [InlineData(9_000, 40_000)]
    public void It_does_what_an_ordered_dictionary_does(int ids, int steps) => Seed.Run(random =>
    {
        RecordTable table = new();
        Model model = new();
        List<(RecordView View, string Expected)> views = [];
        for (int i = 0; i < steps; i++)
        {
            switch (random.Next(100))
            {
                case < 60:
                    string id = $"id{random.Next(ids)}";
                    string value = $"{{\"v\":{random.Next()}}}";
                    table.Set(Bytes(id), Bytes(value));
                    model.Set(id, value);
                    break;
                case < 90:
                    id = $"id{random.Next(ids)}";
                    Assert.Equal(model.Remove(id), table.TryRemove(Bytes(id), out _));
                    break;
                case < 97:
                    ChangeAndRevert(table, random, ids);
                    break;
                case 97 when random.Next(50) == 0:
                    table.ReclaimSuperseded();
                    break;
                case 98 when random.Next(20) == 0:
                    views.Add((table.Freeze(), model.ToString()));
                    break;
                case 99 when random.Next(50) == 0:
                    views.Add((table.Freeze(), model.ToString()));
                    table = table.Fork();
                    break;
            }

            if (i % 2_000 == 0)
            {
                AssertSame(model, table);
            }
        }

        AssertSame(model, table);
        Assert.NotEmpty(views);
        Assert.All(views, pair => Assert.Equal(pair.Expected, TableText.Of(pair.View)));
    });

    [Fact]
    public void Records_stay_in_the_order_they_were_first_set_in()
    {
        RecordTable table = new();
        Set(table, "b", "a", "c", "a", "b");
        Assert.True(table.TryRemove("a"u8, out _));
        Set(table, "a");
        Assert.Equal("b={} c={} a={} ", TableText.Of(table.Freeze()));
    }

    [Fact]
    public void Changes_are_taken_back_in_the_reverse_of_their_order()
    {
        RecordTable table = new();
        Set(table, "a", "b");
        long bytes = table.LiveBytes;
        RecordChange replaced = table.Set("a"u8, "{\"n\":1}"u8);
        Assert.True(table.TryRemove("a"u8, out RecordChange removed));
        RecordChange again = table.Set("a"u8, "{\"n\":2}"u8);
        RecordChange created = table.Set("c"u8, "{}"u8);
        Assert.False(table.TryRemove("x"u8, out _));
        table.Revert(created);
        table.Revert(again);
        table.Revert(removed);
        Assert.Equal("a={\"n\":1} b={} ", TableText.Of(table.Freeze()));
        table.Revert(replaced);
        Assert.Equal("a={} b={} ", TableText.Of(table.Freeze()));
        Assert.Equal((2, bytes), (table.Count, table.LiveBytes));
        Assert.False(table.TryGet("c"u8, out _));
    }

    [Fact]
    public void A_fork_and_its_origin_change_apart()
    {
        RecordTable table = new();
        Set(table, [.. Enumerable.Range(0, RecordPage.Size + 10).Select(i => $"id{i}")]);
        RecordTable fork = table.Fork();
        table.Set("id5"u8, "{\"origin\":1}"u8);
        table.Set("x"u8, "{\"origin\":2}"u8);
        fork.Set("id5"u8, "{\"fork\":1}"u8);
        fork.Set("y"u8, "{\"fork\":2}"u8);
        fork.TryRemove("id7"u8, out _);
        Assert.Equal("{\"origin\":1}", Get(table, "id5"));
        Assert.Equal("{\"fork\":1}", Get(fork, "id5"));
        Assert.Equal("{\"origin\":2}", Get(table, "x"));
        Assert.Null(Get(fork, "x"));
        Assert.Null(Get(table, "y"));
        Assert.Equal("{}", Get(table, "id7"));
        Assert.Equal((RecordPage.Size + 11, RecordPage.Size + 10), (table.Count, fork.Count));
    }

    [Fact]
    public void Superseded_values_are_given_up_when_they_are_the_larger_part()
    {
        RecordTable table = new();
        byte[] value = Bytes($"{{\"s\":\"{new string('x', 50_000)}\"}}");
        for (int i = 0; i < 400; i++)
        {
            table.Set(Bytes($"id{i % 30}"), value);
        }

        string before = TableText.Of(table.Freeze());
        long arena = table.ArenaBytes;
        table.ReclaimSuperseded();
        Assert.True(table.ArenaBytes < arena / 2, $"{arena} to {table.ArenaBytes}");
        Assert.Equal(before, TableText.Of(table.Freeze()));
        long compact = table.ArenaBytes;
        table.ReclaimSuperseded();
        Assert.Equal(compact, table.ArenaBytes);
    }

    [Fact]
    public void Records_can_stay_in_loaded_buffers_among_others()
    {
        RecordTable table = new();
        Set(table, "a");
        byte[] chunk = Bytes("--id1--{\"n\":1}--");
        int number = table.Adopt(chunk, chunk.Length);
        Set(table, "b");
        table.AddInPlace(number, 2, 3, 7, 7);
        table.IndexAdded();
        Set(table, "c");
        Assert.Equal("a={} b={} id1={\"n\":1} c={} ", TableText.Of(table.Freeze()));
        Assert.Equal(3 + 6 + 3 + 7, table.LiveBytes);
        table.Set("id1"u8, "{\"n\":22}"u8);
        Assert.Equal("{\"n\":22}", Get(table, "id1"));
        Assert.Equal(3 + 6 + 3 + 8, table.LiveBytes);
    }

    [Fact]
    public void Of_equal_ids_that_were_loaded_in_place_the_last_value_counts_at_the_first_place()
    {
        RecordTable table = new();
        Set(table, "z");
        byte[] chunk = Bytes("a{\"n\":1}b{}a{\"n\":22}z{ }");
        int number = table.Adopt(chunk, chunk.Length);
        table.AddInPlace(number, 0, 1, 1, 7);
        table.AddInPlace(number, 8, 1, 9, 2);
        table.AddInPlace(number, 11, 1, 12, 8);
        table.AddInPlace(number, 20, 1, 21, 3);
        table.IndexAdded();
        Assert.Equal("z={ } a={\"n\":22} b={} ", TableText.Of(table));
        Assert.Equal((3, 3 + 3 + 8 + 2), (table.Count, table.LiveBytes));

        RecordTable fork = table.Fork();
        fork.IndexAdded();
        Assert.Equal(TableText.Of(table), TableText.Of(fork));
        Assert.True(fork.TryRemove("a"u8, out _));
        Assert.Equal("z={ } b={} ", TableText.Of(fork));
    }

    [Fact]
    public void A_view_can_be_read_while_the_table_changes()
    {
        RecordTable table = new();
        for (int i = 0; i < 10_000; i++)
        {
            table.Set(Bytes($"id{i}"), Bytes($"{{\"v\":{i}}}"));
        }

        RecordView view = table.Freeze();
        string expected = TableText.Of(view);
        Thread reader = new(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                expected = expected == TableText.Of(view) ? expected : "changed";
            }
        });
        reader.Start();
        for (int i = 0; reader.IsAlive; i++)
        {
            table.Set(Bytes($"id{i % 20_000}"), Bytes($"{{\"w\":{i}}}"));
            table.TryRemove(Bytes($"id{i * 7 % 20_000}"), out _);
        }

        reader.Join();
        Assert.NotEqual("changed", expected);
        Assert.Equal(10_000, view.Count);
    }

    private static void ChangeAndRevert(RecordTable table, Random random, int ids)
    {
        Stack<RecordChange> changes = [];
        for (int count = random.Next(6); count > 0; count--)
        {
            byte[] id = Bytes($"id{random.Next(ids)}");
            if (random.Next(3) > 0)
            {
                changes.Push(table.Set(id, "{\"reverted\":1}"u8));
            }
            else if (table.TryRemove(id, out RecordChange removed))
            {
                changes.Push(removed);
            }
        }

        while (changes.TryPop(out RecordChange change))
        {
            table.Revert(change);
        }
    }

    private static void AssertSame(Model model, RecordTable table)
    {
        RecordView view = table.Freeze();
        Assert.Equal(model.ToString(), TableText.Of(view));
        Assert.Equal((model.Values.Count, model.Values.Count), (table.Count, view.Count));
        Assert.Equal(model.Values.Sum(pair => (long)pair.Key.Length + pair.Value.Length), table.LiveBytes);
        Assert.True(table.ArenaBytes >= table.LiveBytes);
        foreach ((string id, string value) in model.Values)
        {
            Assert.Equal(value, Get(table, id));
        }
    }

    private static void Set(RecordTable table, params string[] ids)
    {
        foreach (string id in ids)
        {
            table.Set(Bytes(id), "{}"u8);
        }
    }

    private static string? Get(RecordTable table, string id) =>
        table.TryGet(Bytes(id), out ReadOnlySpan<byte> value) ? Encoding.UTF8.GetString(value) : null;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Values by id, in the order in which they were first set after they were last removed.</summary>
    private sealed class Model
    {
        private readonly SortedDictionary<long, string> _order = [];
        private readonly Dictionary<string, long> _places = [];
        private long _next;

        public Dictionary<string, string> Values { get; } = [];

        public void Set(string id, string value)
        {
            if (Values.TryAdd(id, value))
            {
                _places[id] = _next;
                _order[_next++] = id;
            }

            Values[id] = value;
        }

        public bool Remove(string id) => Values.Remove(id) && _order.Remove(_places[id]);

        public override string ToString() => string.Concat(_order.Values.Select(id => $"{id}={Values[id]} "));
    }
}
