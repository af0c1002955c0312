using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Primitives;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 records", "0 records are")]
    [InlineData(1, "1 record", "1 record is")]
    [InlineData(2, "2 records", "2 records are")]
    public void The_noun_and_the_verb_follow_the_number(long count, string noun, string verb)
    {
        Assert.Equal(noun, Counted.Of(count, "record"));
        Assert.Equal(verb, Counted.Of(count, "record", "is", "are"));
    }
}
