using System.Text;
using OpsLog.Core.Indexes;
using OpsLog.Core.State;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Indexes;

public sealed class PropertyIndexTests
{
    private readonly RecordTable _table = new();
    private int _renumbered;

    [Fact]
    public void It_is_exact_for_its_moment_whatever_changes_while_it_is_updated() => Seed.Run(random =>
    {
        RandomConditions next = new(random);
        PropertyIndex index = Assert.Single(_table.Indexes.Use(["status"]));
        int current = 0, built = 0;
        for (int round = 0; round < 150; round++)
        {
            Change(random, next);
            RecordView view = _table.Freeze();
            IndexUpdate update = index.Take(view.EntryCount);
            current += update.IsCurrent ? 1 : 0;
            int read = 0;
            update.Run(view.EntryCount, Lookup, CancellationToken.None);
            built += read == view.EntryCount ? 1 : 0;
            AssertSame(view, update.Content, next);

            // A search that fails does not return it.
            if (random.Next(8) > 0)
            {
                Change(random, next);
                index.Return(update);
            }

            bool Lookup(int entry, out ReadOnlySpan<byte> json)
            {
                if (++read % 50 == 0)
                {
                    ChangeFew(random, next);
                }

                return view.TryGetAt(entry, out json);
            }
        }

        Assert.True(current > 0 && built is > 0 and < 120 && _renumbered > 0, $"{current} current, {built} built, {_renumbered} numbered again");
    });

    private void Change(Random random, RandomConditions next)
    {
        switch (random.Next(30))
        {
            case < 5:
                break;
            case 5:
                // More than an index notes.
                Set(random, next, 7000, 10_000);
                break;
            case 6 or 7 or 8:
                Enumerable.Range(random.Next(7000), 3000).ToList().ForEach(n => _table.TryRemove(Id(n), out _));
                break;
            case 9:
                int entries = _table.Freeze().EntryCount;
                _table.ReclaimSuperseded();
                _renumbered += _table.Freeze().EntryCount < entries ? 1 : 0;
                break;
            default:
                ChangeFew(random, next);
                break;
        }
    }

    private void ChangeFew(Random random, RandomConditions next)
    {
        Set(random, next, random.Next(5), 300);
        if (_table.TryRemove(Id(random.Next(300)), out RecordChange change) && random.Next(2) == 0)
        {
            _table.Revert(change);
        }
    }

    private void Set(Random random, RandomConditions next, int count, int ids)
    {
        for (int i = 0; i < count; i++)
        {
            _table.Set(Id(random.Next(ids)), Encoding.UTF8.GetBytes(next.Record()));
        }
    }

    private static byte[] Id(int n) => Encoding.UTF8.GetBytes($"id{n}");

    private static void AssertSame(RecordView view, IndexContent content, RandomConditions next)
    {
        IndexUpdate fresh = new PropertyIndex("status").Take(view.EntryCount);
        fresh.Run(view.EntryCount, view.TryGetAt, CancellationToken.None);
        Assert.Equal(fresh.Content.Count, content.Count);
        for (int i = 0; i < 5; i++)
        {
            IndexPlan plan = IndexPlan.Of(next.Condition());
            Assert.Equal(plan.Select(_ => fresh.Content).Entries(view.EntryCount), plan.Select(_ => content).Entries(view.EntryCount));
        }
    }
}
