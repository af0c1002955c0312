using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Processes;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Model;

public sealed class LockHolderCodecTests
{
    private static readonly LockHolder s_holder = new(
        4711, "pwsh", "host \"one\"\n", "Zoë\\admin", new DateTime(2026, 5, 6, 7, 8, 9, 10, DateTimeKind.Utc));

    [Fact]
    public void It_is_read_as_it_was_written() => Assert.Equal(s_holder, LockHolderCodec.Read(LockHolderCodec.Write(s_holder)));

    [Fact]
    public void The_first_line_is_the_process_id_alone()
    {
        string text = Encoding.UTF8.GetString(LockHolderCodec.Write(s_holder));
        Assert.StartsWith("4711\n{", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("4711")]
    [InlineData("4711\n")]
    [InlineData(" 4711 \r\n")]
    [InlineData("4711\nnot JSON")]
    [InlineData("4711\n[1]")]
    [InlineData("4711\n{\"process\":5,\"since\":\"yesterday\"}")]
    public void A_process_id_is_enough(string text) =>
        Assert.Equal(new LockHolder(4711, "", "", "", null), LockHolderCodec.Read(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("")]
    [InlineData("\n4711")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999")]
    [InlineData("12 34")]
    [InlineData("pid")]
    public void Without_one_there_is_no_holder(string text) => Assert.Null(LockHolderCodec.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Spoilt_text_never_throws() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        byte[] text = LockHolderCodec.Write(s_holder);
        for (int i = 0; i < 5_000; i++)
        {
            LockHolderCodec.Read(json.Spoil(text));
        }
    });
}
