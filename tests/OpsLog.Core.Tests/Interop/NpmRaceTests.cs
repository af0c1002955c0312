using System.Diagnostics;
using System.Globalization;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Interop;

/// <summary>
/// Two processes of this engine and two of the npm package open, write and close one store as fast as they can: a
/// minute with OPSLOG_LONG=1.
/// </summary>
public sealed class NpmRaceTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _turns = new();
    private readonly int _seed = TestSeed.Next(output);

    public void Dispose()
    {
        _directory.Dispose();
        _turns.Dispose();
    }

    [NpmFact]
    public void Nothing_acknowledged_is_missing_after_a_race_for_one_store()
    {
        string milliseconds = LongRun.Or(60_000, 6_000).ToString(CultureInfo.InvariantCulture);
        using HostProcess us1 = Start("us1", 1, milliseconds);
        using HostProcess us2 = Start("us2", 2, milliseconds);
        using Process npm1 = StartNode("npm1", milliseconds);
        using Process npm2 = StartNode("npm2", milliseconds);
        Task<List<string>>[] reported = [Reported(us1.ReadLine), Reported(us2.ReadLine), Reported(npm1.StandardOutput.ReadLine), Reported(npm2.StandardOutput.ReadLine)];
        string[] acknowledged = [.. reported.SelectMany(one => one.Result)];
        us1.WaitForEnd();
        us2.WaitForEnd();
        foreach (Process npm in (Process[])[npm1, npm2])
        {
            string errors = npm.StandardError.ReadToEnd();
            npm.WaitForExit();
            Assert.True(npm.ExitCode == 0, errors);
        }

        output.WriteLine(string.Join(", ", reported.Select(one => one.Result.Count)) + " records acknowledged");
        using (OwnStore own = new(_directory.Path))
        {
            Assert.Empty(acknowledged.Except(own.Records.Keys));
        }

        using NpmProcess node = new();
        Assert.Empty(acknowledged.Except(node.Open(_directory.Path).Records.Keys));
    }

    private static Task<List<string>> Reported(Func<string?> read) => Task.Run(() =>
    {
        List<string> reported = [];
        while (read() is { } line)
        {
            reported.Add(line);
        }

        return reported;
    });

    private HostProcess Start(string name, int number, string milliseconds) => HostProcess.Start(
        "race-openings", _directory.Path, name, (_seed + number).ToString(CultureInfo.InvariantCulture), milliseconds);

    private Process StartNode(string name, string milliseconds) => Process.Start(
        new ProcessStartInfo("node", [Path.Combine(NpmPackage.Folder, "race.mjs"), _directory.Path, name, milliseconds, _turns["turn"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
