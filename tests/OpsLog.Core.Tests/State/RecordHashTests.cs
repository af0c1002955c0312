using System.Text;
using OpsLog.Core.State;

namespace OpsLog.Core.Tests.State;

public sealed class RecordHashTests
{
    [Fact]
    public void Equal_ids_have_equal_hashes()
    {
        byte[] buffer = Encoding.UTF8.GetBytes("xxsome record's idyy");
        Assert.Equal(RecordHash.Compute("some record's id"u8), RecordHash.Compute(buffer.AsSpan(2, 16)));
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("item-{0}")]
    [InlineData("{0}-of-a-rather-long-common-tail")]
    [InlineData("00000000-0000-4000-8000-{0:D12}")]
    public void Ids_that_people_use_hardly_collide(string form)
    {
        const int Count = 100_000;
        HashSet<uint> hashes = [];
        HashSet<uint> buckets = [];
        for (int i = 0; i < Count; i++)
        {
            uint hash = RecordHash.Compute(Encoding.UTF8.GetBytes(string.Format(null, form, i)));
            hashes.Add(hash);
            buckets.Add(hash & 0x3FFFF);
        }

        // By chance about one pair in 100,000 of 2^32, and 83,000 buckets of 2^18.
        Assert.True(hashes.Count > Count - 20, $"{hashes.Count} hashes");
        Assert.True(buckets.Count > 80_000, $"{buckets.Count} buckets");
    }

    [Fact]
    public void Zeros_at_the_end_count()
    {
        Assert.Equal(20, Enumerable.Range(0, 20).Select(n => RecordHash.Compute(new byte[n])).Distinct().Count());
    }
}
