using System.Diagnostics;
using System.Globalization;
using OpsLog.Core.Json;
using OpsLog.Core.State;

namespace OpsLog.Core.Tests.State;

public sealed class AgentNamesTests
{
    [Fact]
    public void An_agent_has_one_number_and_another_agent_another()
    {
        AgentNames names = new();
        Assert.Equal(0, names.NumberOf([]));
        int[] numbers = [.. Enumerable.Range(0, 50).Select(i => names.NumberOf(Name(i)))];
        Assert.Equal(Enumerable.Range(1, 50), numbers);
        Assert.Equal(numbers, Enumerable.Range(0, 50).Select(i => names.NumberOf(Name(i))));
        Assert.Equal("agent 49", names.Text(50));
        Assert.Equal(0, names.NumberOf([]));
    }

    [Fact]
    public void A_file_may_name_as_many_as_it_has_lines()
    {
        AgentNames names = new();
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < 200_000; i++)
        {
            Assert.Equal(i + 1, names.NumberOf(Name(i)));
        }

        // Compared one by one they took minutes.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    private static byte[] Name(int i) => JsonText.Encode($"agent {i.ToString(CultureInfo.InvariantCulture)}");
}
