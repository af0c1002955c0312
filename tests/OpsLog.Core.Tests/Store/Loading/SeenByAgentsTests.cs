using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store.Loading;

public class SeenByAgentsTests
{
    private const long AgentCame = 1_700_000_000_000;
    private const string Writer = "ops/ops-1600000000000.jsonl";

    private static readonly string s_agent = $"ops/agent-a-{AgentCame}.jsonl";

    [Fact]
    public void Only_a_batch_that_was_not_written_to_its_end_is_doubtful_and_no_agent_has_read_it() => Assert.Equal(
        -1,
        FindLast(new LogText().Add("before", unixMs: AgentCame - 1).Add("x", 1, 2, unixMs: AgentCame + 1), new LogText().Add("y", agent: "a", clock: 1)));

    [Fact]
    public void The_operation_whose_value_an_agent_replaced_was_read()
    {
        LogText writer = new LogText().Add("before", unixMs: AgentCame - 1).Add("x", value: """{"n":7}""", unixMs: AgentCame + 1).Add("z", unixMs: AgentCame + 2);
        LogText agent = new LogText().AddText("""{"ts":"2026-01-01T00:00:00.000Z","op":"set","id":"x","data":{"n":8},"prev":{"n":7},"agent":"a","clock":1}""" + "\n");
        Assert.Equal(writer.Ends[0], FindLast(writer, agent));
    }

    private static long FindLast(LogText writer, LogText agent)
    {
        MemoryBackend disk = new();
        disk.Put(Writer, writer.ToArray(), PutCondition.None);
        disk.Put(s_agent, agent.ToArray(), PutCondition.None);
        return new SeenByAgents(disk, new RecordTable(), [new LogCursor(s_agent, "a", 0, 0)]).FindLast(new LogCursor(Writer, "", 0, 0));
    }
}
