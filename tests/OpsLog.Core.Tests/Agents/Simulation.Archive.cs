using System.Text;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Agents;

/// <content>Moves to a segment and back.</content>
internal sealed partial class Simulation
{
    private int _restores;

    private void Archive(SimulatedAgent agent, OpsLogStore store, byte digit)
    {
        int restores = _restores;
        Dictionary<string, string> moved = [];
        store.Archive(
            record =>
            {
                bool wanted = record.Id[^1] == digit;
                if (wanted)
                {
                    moved[record.IdText] = Encoding.UTF8.GetString(record.Value);
                }

                return wanted;
            },
            "old");
        agent.BeforeCall = () => { };
        if (moved.Count > 0)
        {
            agent.CountStep();
        }

        foreach ((string id, string value) in moved)
        {
            agent.Acknowledge($"delete {id}");
            Assert.True(_restores > restores || store.SegmentById("old").GetValueOrDefault(id) == value, $"'{id}' was archived and is not in the segment");
        }
    }

    private void Restore(SimulatedAgent agent, OpsLogStore store, byte digit, bool replace)
    {
        Dictionary<string, string> moved = [];
        _restores++;
        RestoreResult result = store.Restore(
            record =>
            {
                bool wanted = record.Id[^1] == digit;
                if (wanted)
                {
                    moved[record.IdText] = Encoding.UTF8.GetString(record.Value);
                }

                return wanted;
            },
            "old",
            replace);
        agent.BeforeCall = () => { };
        Assert.Equal(moved.Count, result.Records);
        if (moved.Count == 0)
        {
            return;
        }

        agent.CountStep();
        foreach ((string id, string value) in moved)
        {
            agent.Acknowledge($"set {value}");
            Assert.Equal(value, store.GetText(id));
        }
    }
}
