using System.Text;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Primitives;

public sealed class ByteBufferTests
{
    [Fact]
    public void It_holds_what_a_list_would() => Seed.Run(random =>
    {
        using ByteBuffer buffer = new(0);
        List<byte> model = [];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(random.Next(50) == 0 ? 5_000 : 20)];
            random.NextBytes(bytes);
            switch (random.Next(6))
            {
                case 0:
                    buffer.Append((byte)i);
                    model.Add((byte)i);
                    break;
                case 1:
                    buffer.Append(bytes);
                    model.AddRange(bytes);
                    break;
                case 2:
                    bytes.CopyTo(buffer.GetSpan(bytes.Length));
                    buffer.Advance(bytes.Length);
                    model.AddRange(bytes);
                    break;
                case 3:
                    bytes.CopyTo(buffer.GetMemory(bytes.Length));
                    buffer.Advance(bytes.Length);
                    model.AddRange(bytes);
                    break;
                case 4:
                    int length = random.Next(200) == 0 ? 0 : buffer.Length - random.Next(Math.Min(buffer.Length, 9) + 1);
                    buffer.Truncate(length);
                    model.RemoveRange(length, model.Count - length);
                    break;
                default:
                    long number = random.NextInt64(long.MinValue, long.MaxValue);
                    buffer.AppendNumber(number);
                    model.AddRange(Encoding.ASCII.GetBytes($"{number}"));
                    break;
            }

            Assert.Equal(model.Count, buffer.Length);
            if (i % 100 == 0)
            {
                Assert.Equal(model, buffer.Memory.ToArray());
            }
        }

        Assert.Equal(model, buffer.Span.ToArray());
    });

    [Theory]
    [InlineData(0)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Numbers_are_written_whole(long number)
    {
        using ByteBuffer buffer = new(0);
        buffer.AppendNumber(number);
        Assert.Equal($"{number}", Encoding.ASCII.GetString(buffer.Span));
    }

    [Fact]
    public void What_was_not_written_can_not_be_claimed()
    {
        using ByteBuffer buffer = new();
        buffer.Append("abc"u8);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Truncate(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Truncate(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(buffer.GetSpan().Length + 1));
    }

    [Fact]
    public void Clearing_and_disposing_leave_it_empty()
    {
        ByteBuffer buffer = new();
        buffer.Append("abc"u8);
        buffer.Clear();
        Assert.Equal(0, buffer.Length);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Equal(0, buffer.Length);
    }
}
