using System.Globalization;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Crash;

/// <summary>A process that runs a workload until it is killed, and what it acknowledged until then.</summary>
internal sealed class KilledWriter : IDisposable
{
    private readonly HostProcess _host;
    private readonly ManualResetEventSlim _first = new();
    private Task<int>? _acknowledged;
    private int _known;

    public KilledWriter(string directory, int seed, string mix, string mode, string durability)
    {
        Seed = seed;
        _host = HostProcess.Start(
            new Dictionary<string, string> { ["DOTNET_TieredPGO"] = "0" },
            "write-until-killed", directory, seed.ToString(CultureInfo.InvariantCulture), mix, mode, durability);
    }

    public int Seed { get; }

    /// <summary>How many steps it is known to have acknowledged so far; it may be more.</summary>
    public int Known => Volatile.Read(ref _known);

    public void Begin()
    {
        _host.Expect("ready");
        _acknowledged = Task.Run(Count);
        _host.GoOn();
    }

    public void WaitForFirst() => Assert.True(_first.Wait(TimeSpan.FromMinutes(2)), "The writer acknowledged nothing.");

    /// <summary>Kills it and returns how many steps it acknowledged.</summary>
    public int Kill()
    {
        Assert.False(_host.HasEnded, "The writer ended unexpectedly; its error output contains the reason.");
        _host.Kill();
        return _acknowledged!.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _host.Dispose();
        _first.Dispose();
    }

    // What it had written to the pipe before it was killed can still be read.
    private int Count()
    {
        int count = 0;
        while (_host.ReadLine() is { } line)
        {
            Assert.Equal((++count).ToString(CultureInfo.InvariantCulture), line);
            Volatile.Write(ref _known, count);
            _first.Set();
        }

        return count;
    }
}
