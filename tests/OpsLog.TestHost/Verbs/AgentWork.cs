using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;

namespace OpsLog.TestHost;

/// <summary>
/// <c>agent-work dir agent seed milliseconds</c>: opens the store as an agent and writes, refreshes, compacts, archives
/// and undoes at random for that long, and until something was acknowledged. None of its last steps may be refused to be
/// taken back while the store is open. What was acknowledged goes out after the call has returned, a line for each:
/// <c>set value</c>, <c>delete id</c>, <c>undo</c>.
/// </summary>
internal sealed class AgentWork : IVerb
{
    /// <summary>The number of its last steps that an agent can undo as long as it is open, whatever others do.</summary>
    private const int MostStepsToUndo = 8;

    private readonly Stream _output = Console.OpenStandardOutput();
    private Random _random = new();
    private string _prefix = "";
    private int _values;
    private int _stepsToUndo;
    private bool _hasTold;

    public string Name => "agent-work";

    public void Run(string[] args)
    {
        int seed = int.Parse(args[2], CultureInfo.InvariantCulture);
        TimeSpan time = TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture));
        _random = new Random(seed);
        _prefix = $"{args[1]}-{seed}";
        long began = Stopwatch.GetTimestamp();
        while (MustGoOn())
        {
            OpsLogStoreOptions options = new() { Agent = args[1], Durability = Durability.OperatingSystem, LockTimeout = TimeSpan.FromSeconds(10) };
            using OpsLogStore store = OpsLogStore.Open(args[0], options);
            _stepsToUndo = 0;
            for (int step = _random.Next(50, 400); step > 0 && MustGoOn(); step--)
            {
                try
                {
                    Step(store);
                }
                catch (Exception e) when (e is RecordNotFoundException || (e is UndoException && _stepsToUndo == 0))
                {
                    // Another write came first, or the step is an old one; nothing was acknowledged.
                }
            }
        }

        bool MustGoOn() => !_hasTold || Stopwatch.GetElapsedTime(began) < time;
    }

    private void Step(OpsLogStore store)
    {
        string id = $"id-{_random.Next(40)}";
        switch (_random.Next(40))
        {
            case < 24:
                string value = NextValue();
                store.Set(id, Encoding.UTF8.GetBytes(value));
                CountStep();
                Send($"set {value}");
                break;
            case < 28 when store.Contains(id):
                store.Delete(id);
                CountStep();
                Send($"delete {id}");
                break;
            case < 31:
                string[] values = [NextValue(), NextValue()];
                store.Batch(batch =>
                {
                    batch.Set(id, Encoding.UTF8.GetBytes(values[0]));
                    batch.Set("shared", Encoding.UTF8.GetBytes(values[1]));
                });
                CountStep();
                Send($"set {values[0]}\nset {values[1]}");
                break;
            case < 34:
                store.Refresh();
                break;
            case < 37:
                if (store.Undo().Count > 0)
                {
                    _stepsToUndo = Math.Max(0, _stepsToUndo - 1);
                    Send("undo");
                }

                break;
            case < 38:
                store.Compact();
                break;
            case < 39:
                byte digit = (byte)('0' + _random.Next(10));
                if (store.Archive(record => record.Id[^1] == digit, "old").Records > 0)
                {
                    CountStep();
                }

                break;
        }
    }

    private string NextValue() => $$"""{"by":"{{_prefix}}","n":{{++_values}}}""";

    private void CountStep() => _stepsToUndo = Math.Min(_stepsToUndo + 1, MostStepsToUndo);

    private void Send(string line)
    {
        _output.Write(Encoding.ASCII.GetBytes(line + "\n"));
        _hasTold = true;
    }
}
