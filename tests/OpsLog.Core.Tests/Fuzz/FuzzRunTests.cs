using OpsLog.Core.Errors;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>A fuzzer that finds nothing has to be one that would.</summary>
public sealed class FuzzRunTests
{
    [Fact]
    public void An_exception_that_is_not_ours_is_a_finding_and_its_input_is_made_small()
    {
        FuzzFailureException found = Fail(new Broken(input => input.Contains('!') ? throw new IndexOutOfRangeException("broken") : "fine"));
        Assert.IsType<IndexOutOfRangeException>(found.InnerException);
        Assert.Contains("OPSLOG_TEST_SEED=7", found.Message, StringComparison.Ordinal);
        Assert.Contains($": 1 bytes: {Convert.ToBase64String("!"u8)}", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_target_reports_is_a_finding() =>
        Assert.Contains("they differ", Fail(new Broken(_ => throw new FuzzFailureException("they differ"))).Message, StringComparison.Ordinal);

    [Fact]
    public void An_exception_of_ours_is_an_outcome()
    {
        FuzzTally tally = new FuzzRun(new Broken(_ => throw new RecordNotFoundException("x")), 7).Execute(100);
        Assert.Equal(100, tally.Count);
        Assert.Contains("100  RecordNotFoundException", tally.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, tally.AcceptedPercent);
    }

    [Fact]
    public void Too_much_memory_is_a_finding()
    {
        FuzzFailureException found = Fail(new Broken(input => new byte[10_000 * input.Length].Length.ToString()));
        Assert.Contains("out of proportion", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_much_time_is_a_finding()
    {
        Broken target = new(_ =>
        {
            Thread.Sleep(30);
            return "fine";
        });
        FuzzFailureException found = Assert.Throws<FuzzFailureException>(() => new FuzzRun(target, 7) { Slow = TimeSpan.FromMilliseconds(20) }.Execute(10));
        Assert.Contains("too long", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_never_ends_is_a_finding()
    {
        using ManualResetEventSlim end = new();
        Broken target = new(_ =>
        {
            end.Wait();
            return "fine";
        });
        FuzzFailureException found = Assert.Throws<FuzzFailureException>(() => new FuzzRun(target, 7) { Hang = TimeSpan.FromMilliseconds(200) }.Execute(10));
        Assert.Contains("does not end", found.Message, StringComparison.Ordinal);
        end.Set();
    }

    [Fact]
    public void The_same_seed_gives_the_same_inputs_and_another_one_others()
    {
        List<string>[] seen = [[], [], []];
        for (int run = 0; run < seen.Length; run++)
        {
            new FuzzRun(new Broken(Note(seen[run])), run == 2 ? 8 : 7).Execute(50);
        }

        Assert.Equal(seen[0], seen[1]);
        Assert.NotEqual(seen[0], seen[2]);
        Assert.Equal(50, seen[0].Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(FuzzTests.Targets), MemberType = typeof(FuzzTests))]
    public void A_target_s_inputs_come_from_its_seed_alone(string name)
    {
        FuzzTarget target = FuzzPlan.Targets.Single(one => one.Name == name);
        for (int seed = 0; seed < 20; seed++)
        {
            Assert.Equal(target.Next(new Random(seed)).ToString(), target.Next(new Random(seed)).ToString());
        }
    }

    private static Func<string, string> Note(List<string> inputs) => input =>
    {
        inputs.Add(input);
        return "fine";
    };

    private static FuzzFailureException Fail(Broken target) => Assert.Throws<FuzzFailureException>(() => new FuzzRun(target, 7).Execute(10_000));

    private sealed class Broken(Func<string, string> read) : FuzzTarget
    {
        public override string Name => "broken";

        public override int Share => 1;

        public override FuzzInput Next(Random random) => FuzzInput.Of([.. Enumerable.Range(0, 200).Select(_ => (byte)random.Next(0x20, 0x7F))]);

        public override string Run(FuzzInput input) => read(System.Text.Encoding.Latin1.GetString(input.Bytes));
    }
}
