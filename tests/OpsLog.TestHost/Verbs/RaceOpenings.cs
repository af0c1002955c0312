using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;

namespace OpsLog.TestHost;

/// <summary>
/// <c>race-openings dir name seed milliseconds</c>: opens the store as a single writer as often as it is let in, sets a
/// few records, each once, and closes it, for that long. The id of a record goes out once it is acknowledged.
/// </summary>
internal sealed class RaceOpenings : IVerb
{
    public string Name => "race-openings";

    public void Run(string[] args)
    {
        Random random = new(int.Parse(args[2], CultureInfo.InvariantCulture));
        TimeSpan time = TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture));
        using Stream output = Console.OpenStandardOutput();
        long began = Stopwatch.GetTimestamp();
        for (int number = 0; Stopwatch.GetElapsedTime(began) < time;)
        {
            try
            {
                CheckpointOnClose onClose = (CheckpointOnClose)random.Next(3);
                using OpsLogStore store = OpsLogStore.Open(args[0], new() { Durability = Durability.OperatingSystem, CheckpointOnClose = onClose });
                for (int records = random.Next(1, 4); records > 0; records--)
                {
                    string id = string.Create(CultureInfo.InvariantCulture, $"{args[1]}-{++number}");
                    store.Set(id, "{\"by\":\"us\"}"u8);
                    output.Write(Encoding.ASCII.GetBytes(id + "\n"));
                }
            }
            catch (StoreLockedException)
            {
                // Another one has it.
                Thread.Sleep(random.Next(3));
            }
        }
    }
}
