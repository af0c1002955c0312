using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;

namespace OpsLog.TestHost;

/// <summary>
/// <c>agent-work dir agent seed milliseconds</c>: opens the store as an agent and writes, refreshes, compacts, archives
/// and undoes at random for that long. What was acknowledged goes out after the call has returned, a line for each:
/// <c>set value</c>, <c>delete id</c>, <c>undo</c>.
/// </summary>
internal sealed class AgentWork : IVerb
{
    private readonly Stream _output = Console.OpenStandardOutput();
    private Random _random = new();
    private string _prefix = "";
    private int _values;

    public string Name => "agent-work";

    public void Run(string[] args)
    {
        int seed = int.Parse(args[2], CultureInfo.InvariantCulture);
        TimeSpan time = TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture));
        _random = new Random(seed);
        _prefix = $"{args[1]}-{seed}";
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            OpsLogStoreOptions options = new() { Agent = args[1], Durability = Durability.OperatingSystem, LockTimeout = TimeSpan.FromSeconds(10) };
            using OpsLogStore store = OpsLogStore.Open(args[0], options);
            for (int step = _random.Next(50, 400); step > 0 && Stopwatch.GetElapsedTime(began) < time; step--)
            {
                try
                {
                    Step(store);
                }
                catch (Exception e) when (e is RecordNotFoundException or UndoException)
                {
                    // Somebody else's write came first; nothing was acknowledged.
                }
            }
        }
    }

    private void Step(OpsLogStore store)
    {
        string id = $"id-{_random.Next(40)}";
        switch (_random.Next(40))
        {
            case < 24:
                string value = NextValue();
                store.Set(id, Encoding.UTF8.GetBytes(value));
                Tell($"set {value}");
                break;
            case < 28 when store.Contains(id):
                store.Delete(id);
                Tell($"delete {id}");
                break;
            case < 31:
                string[] values = [NextValue(), NextValue()];
                store.Batch(batch =>
                {
                    batch.Set(id, Encoding.UTF8.GetBytes(values[0]));
                    batch.Set("shared", Encoding.UTF8.GetBytes(values[1]));
                });
                Tell($"set {values[0]}\nset {values[1]}");
                break;
            case < 34:
                store.Refresh();
                break;
            case < 37:
                if (store.Undo().Count > 0)
                {
                    Tell("undo");
                }

                break;
            case < 38:
                store.Compact();
                break;
            case < 39:
                byte digit = (byte)('0' + _random.Next(10));
                store.Archive(record => record.Id[^1] == digit, "old");
                break;
        }
    }

    private string NextValue() => $$"""{"by":"{{_prefix}}","n":{{++_values}}}""";

    private void Tell(string line) => _output.Write(Encoding.ASCII.GetBytes(line + "\n"));
}
