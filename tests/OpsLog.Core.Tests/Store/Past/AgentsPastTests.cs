using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Agents;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Store.Past;

/// <summary>
/// Random histories of agents that read each other's operations late, and of a single writer that takes over, against the
/// plain total order of all operations that were written by a moment.
/// </summary>
public sealed class AgentsPastTests(ITestOutputHelper output)
{
    private const int Histories = 40;
    private const int Steps = 60;
    private const int Moments = 25;

    [Fact]
    public void Every_moment_is_the_total_order_of_what_was_written()
    {
        int seed = TestSeed.Next(output);
        int found = 0;
        RunThreads.AtOnce(Environment.ProcessorCount, thread =>
        {
            for (int history = thread; history < Histories; history += Environment.ProcessorCount)
            {
                using History run = new(unchecked(seed + history));
                Interlocked.Add(ref found, run.Run());
            }
        });

        output.WriteLine($"{found} of {Histories * Moments} moments were in the kept history.");
        Assert.True(found > Histories * Moments / 4);
    }

    private sealed class History(int seed) : IDisposable
    {
        private readonly Random _random = new(seed);
        private readonly MemoryBackend _disk = new();
        private readonly Dictionary<string, OpsLogStore> _open = [];
        private readonly List<Moment> _moments = [];
        private readonly string[] _agents = [.. Enumerable.Range(0, 1 + (seed & 3)).Select(number => $"agent-{number}")];
        private DateTime _removed = DateTime.MinValue;
        private int _values;

        public int Run()
        {
            Get(_agents[0]);
            bool takesOver = _random.Next(3) == 0;
            int removesAt = _random.Next(3) == 0 ? _random.Next(Steps) : -1;
            for (int step = 0; step < Steps; step++)
            {
                if (takesOver && _random.Next(15) == 0)
                {
                    WriteAlone();
                }
                else
                {
                    Act(_agents[_random.Next(_agents.Length)]);
                }

                _moments.Add(new Moment(NextMillisecond.Await(), null, Model()));
                if (step == removesAt)
                {
                    RemoveHistory();
                }
            }

            int found = 0;
            for (int i = 0; i < Moments; i++)
            {
                found += Check(_moments[_random.Next(_moments.Count)], $"seed {seed}, moment {i}") ? 1 : 0;
            }

            OpsLogStore store = Get(_agents[^1]);
            PastAssert.Compares(store, _moments[_random.Next(_moments.Count)], _moments[_random.Next(_moments.Count)], $"seed {seed}");
            return found;
        }

        public void Dispose()
        {
            CloseAll();
        }

        private bool Check(Moment moment, string context)
        {
            OpsLogStore store = _open.Count == 0 || _random.Next(4) == 0 ? Get(_agents[_random.Next(_agents.Length)]) : _open.Values.First();
            try
            {
                PastAssert.Is(store, moment, context);
                return true;
            }
            catch (HistoryException refused)
            {
                Assert.True(_removed > DateTime.MinValue && refused.Earliest > moment.Time, $"{context}: {refused.Message}");
                return false;
            }
        }

        private OpsLogStore Get(string agent)
        {
            if (!_open.TryGetValue(agent, out OpsLogStore? store))
            {
                store = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { Agent = agent, SnapshotIndexFrom = seed % 2 == 0 ? -1 : long.MaxValue });
                _open.Add(agent, store);
            }

            return store;
        }

        private void Act(string agent)
        {
            OpsLogStore store = Get(agent);
            string id = Id();
            switch (_random.Next(16))
            {
                case 0 or 1 when store.Contains(id):
                    store.Delete(id);
                    break;
                case 2 or 3:
                    store.Batch(batch =>
                    {
                        batch.Set(id, Value());
                        batch.Set(Id(), Value());
                        batch.Set(id, Value());
                    });
                    break;
                case 4 or 5:
                    Undo(store);
                    break;
                case 6 or 7 or 8:
                    store.Refresh();
                    break;
                case 9:
                    store.Compact();
                    break;
                case 10:
                    store.Close();
                    _open.Remove(agent);
                    break;
                case 11:
                    store.Archive(record => record.IdText == id, "s");
                    break;
                case 12:
                    Restore(store, id);
                    break;
                default:
                    store.Set(id, Value());
                    break;
            }
        }

        private void WriteAlone()
        {
            CloseAll();
            using OpsLogStore store = OpsLogStore.Open(_disk.Share());
            store.Set(Id(), Value());
            store.Set(Id(), Value());
            Undo(store);
        }

        private void RemoveHistory()
        {
            // Every agent knows what the removed logs contain when it writes for the first time after their last operation.
            OpsLogStore first = Get(_agents[0]);
            first.Set(Id(), Value());
            foreach (OpsLogStore store in _open.Values)
            {
                store.Refresh();
            }

            first.Compact();
            if (first.RemoveHistory(new HistoryPruning { Keep = 0 }).Count > 0)
            {
                _removed = _moments[^1].Time;
            }
        }

        private static void Restore(OpsLogStore store, string id)
        {
            try
            {
                store.Restore(record => record.IdText == id, "s", replace: true);
            }
            catch (ArchiveSegmentException)
            {
                // There is no such segment, or another agent has restored the last of its records.
            }
        }

        private static void Undo(OpsLogStore store)
        {
            try
            {
                store.Undo();
            }
            catch (UndoException)
            {
                // Another agent has changed it by now, or a compaction forgot the stamps.
            }
        }

        /// <summary>The total order of everything in the logs. Where logs were removed, the state that the engine loads.</summary>
        private IReadOnlyDictionary<string, string> Model()
        {
            if (_removed == DateTime.MinValue)
            {
                foreach (OpsLogStore store in _open.Values)
                {
                    store.Flush();
                }

                return LogModel.Read(_disk).State;
            }

            using OpsLogStore reader = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { ReadOnly = true });
            return reader.StateById();
        }

        private void CloseAll()
        {
            foreach (OpsLogStore store in _open.Values)
            {
                store.Close();
            }

            _open.Clear();
        }

        private string Id() => $"id-{_random.Next(6)}";

        private string Value() => $$"""{"n":{{++_values}}}""";
    }
}
