using System.Text;
using OpsLog.Core.Log;

namespace OpsLog.Core.Tests.Log;

public class IdFilterTests
{
    [Fact]
    public void It_finds_each_id_and_hardly_any_other_one()
    {
        uint[] hashes = [.. Enumerable.Range(0, 250).Select(n => HashOf($"task-{n}"))];
        IdFilter filter = IdFilter.Of(hashes);
        Assert.All(hashes, hash => Assert.True(filter.MayContain(hash)));
        int others = Enumerable.Range(1000, 100_000).Count(n => filter.MayContain(HashOf($"task-{n}")));
        Assert.InRange(others, 0, 200);
    }

    [Fact]
    public void It_can_be_made_again_from_its_bits()
    {
        IdFilter filter = IdFilter.Of([HashOf("a"), HashOf("b")]);
        IdFilter again = new(filter.Bits.ToArray());
        Assert.Equal(4, filter.Bits.Length);
        Assert.True(again.MayContain(HashOf("a")) && again.MayContain(HashOf("b")));
        Assert.False(again.MayContain(HashOf("c")));
    }

    [Fact]
    public void Without_ids_it_finds_none()
    {
        Assert.False(IdFilter.Of([]).MayContain(HashOf("a")));
        Assert.False(default(IdFilter).MayContain(0));
    }

    /// <summary>Other processes read what this one wrote, today and later.</summary>
    [Fact]
    public void Hash_and_bits_are_the_same_in_every_process()
    {
        Assert.Equal(0xE3069283, HashOf("123456789"));
        Assert.Equal("9A94A161", Convert.ToHexString(IdFilter.Of([HashOf("task-1"), HashOf("日本")]).Bits.Span));
    }

    private static uint HashOf(string id) => IdFilter.HashOf(Encoding.UTF8.GetBytes(id));
}
