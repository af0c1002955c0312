using System.Text;
using OpsLog.Core.Model;

namespace OpsLog.Core.Tests.Model;

public sealed class JsonFieldsTests
{
    [Fact]
    public void Of_equal_keys_the_last_counts()
    {
        Assert.True(JsonFields.TryOpen("{\"a\":1,\"b\":{\"a\":7},\"a\":2}"u8, out JsonFields fields, out _));
        Assert.Equal("2", Encoding.UTF8.GetString(fields["a"u8]));
        Assert.True(fields["c"u8].IsEmpty);
    }

    [Fact]
    public void An_escaped_key_is_the_key_that_it_represents()
    {
        Assert.True(JsonFields.TryOpen("{\"a\":1,\"\\u0061\":2,\"\\\\\":3}"u8, out JsonFields fields, out _));
        Assert.Equal("2", Encoding.UTF8.GetString(fields["a"u8]));
        Assert.Equal("3", Encoding.UTF8.GetString(fields["\\"u8]));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("[]", 0)]
    [InlineData("{\"a\":1,}", 7)]
    [InlineData("{\"a\":1} x", 8)]
    public void What_is_no_object_is_refused_at_its_fault(string text, int offset)
    {
        Assert.False(JsonFields.TryOpen(Encoding.UTF8.GetBytes(text), out _, out int fault));
        Assert.Equal(offset, fault);
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-0", 0L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("99999999999999999999999999999999999999", null)]
    [InlineData("-1", null)]
    [InlineData("1.0", null)]
    [InlineData("1e3", null)]
    [InlineData("\"1\"", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    public void Numbers_are_whole_and_not_negative(string text, long? expected) =>
        Assert.Equal(expected, JsonFields.Number(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"a\\u00e9\\n日\"", "aé\n日")]
    [InlineData("1", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    public void Strings_are_unescaped(string text, string? expected) =>
        Assert.Equal(expected, JsonFields.Text(Encoding.UTF8.GetBytes(text)));
}
