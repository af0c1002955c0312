using System.Text;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Primitives;

public sealed class TimestampTests
{
    // As new Date(ms).toISOString() has them.
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000Z")]
    [InlineData(1, "1970-01-01T00:00:00.001Z")]
    [InlineData(951_782_400_000, "2000-02-29T00:00:00.000Z")]
    [InlineData(1_790_000_000_999, "2026-09-21T14:13:20.999Z")]
    [InlineData(253_402_300_799_999, "9999-12-31T23:59:59.999Z")]
    public void It_is_written_as_JavaScript_writes_it_and_read_back(long unixMs, string text)
    {
        byte[] bytes = new byte[Timestamp.Length];
        Timestamp.Write(unixMs, bytes);
        Assert.Equal(text, Encoding.ASCII.GetString(bytes));
        Assert.Equal(text, Timestamp.Format(unixMs));
        Assert.True(Timestamp.TryParse(text, out DateTime utc));
        Assert.Equal(DateTimeKind.Utc, utc.Kind);
        Assert.Equal(unixMs, Timestamp.ToUnixMs(utc));
        Assert.True(Timestamp.IsExact(bytes));
    }

    [Theory]
    [InlineData("2026-09-21T16:13:20.999+02:00")]
    [InlineData("2026-09-21T14:13:20.999")]
    [InlineData("2026-09-21T14:13:20.9990000Z")]
    public void Other_forms_are_read_as_UTC(string text)
    {
        Assert.True(Timestamp.TryParse(text, out DateTime utc));
        Assert.Equal(1_790_000_000_999, Timestamp.ToUnixMs(utc));
        Assert.False(Timestamp.IsExact(Encoding.ASCII.GetBytes(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2026-13-01T00:00:00.000Z")]
    [InlineData("2026-02-30T00:00:00.000Z")]
    [InlineData("+012026-01-01T00:00:00.000Z")]
    [InlineData("2026-01-00T00:00:00.000Z")]
    [InlineData("2025-02-29T00:00:00.000Z")]
    [InlineData("2026-01-01T24:00:00.001Z")]
    [InlineData("2026-01-01T00:60:00.000Z")]
    [InlineData("2026-01-01T00:00:60.000Z")]
    [InlineData("0000-01-01T00:00:00.000Z")]
    [InlineData("2026-01-01T00:00:00.00xZ")]
    [InlineData("2026-01-01T00:00:00,000Z")]
    public void What_is_no_time_is_refused(string text)
    {
        Assert.False(Timestamp.IsExact(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text.Contains(','), Timestamp.TryParse(text, out _));
    }
}
