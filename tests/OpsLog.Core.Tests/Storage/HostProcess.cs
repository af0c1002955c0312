using System.Diagnostics;

namespace OpsLog.Core.Tests.Storage;

/// <summary>Another process (<c>tests/OpsLog.TestHost</c>) that runs one verb and speaks to the test in lines.</summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private HostProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public static HostProcess Start(string verb, params string[] arguments) => Start([], verb, arguments);

    public static HostProcess Start(Dictionary<string, string> environment, string verb, params string[] arguments) =>
        Start(environment, Environment.CurrentDirectory, verb, arguments);

    /// <summary>Starts it with another command, which receives the program and its arguments after its own.</summary>
    public static HostProcess StartUnder(string[] command, string verb, params string[] arguments) =>
        Start([], Environment.CurrentDirectory, verb, arguments, command);

    public static HostProcess Start(Dictionary<string, string> environment, string workingDirectory, string verb, string[] arguments, string[]? under = null)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string[] command = [.. under ?? [], dotnet];
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        string host = Path.Combine(AppContext.BaseDirectory, "OpsLog.TestHost.dll");
        foreach (string argument in (string[])[.. command[1..], "exec", host, verb, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string variable, string value) in environment)
        {
            start.Environment[variable] = value;
        }

        return new HostProcess(Process.Start(start)!);
    }

    /// <summary>Waits until it reports that <paramref name="state"/> is reached; any other output fails the test.</summary>
    public void Expect(string state)
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(Patience), $"The other process did not come to '{state}'.");
        Assert.Equal(state, line.Result);
    }

    /// <summary>Sends a command and returns the line that it answers.</summary>
    public string Ask(string line)
    {
        Say(line);
        Task<string?> answer = _process.StandardOutput.ReadLineAsync();
        Assert.True(answer.Wait(Patience), $"The other process did not answer '{line}'.");
        return answer.Result ?? throw new InvalidOperationException($"The other process ended at '{line}'.");
    }

    /// <summary>The next line it says; null once it has ended and all is read.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    public void GoOn() => _process.StandardInput.WriteLine();

    public void Say(string line) => _process.StandardInput.WriteLine(line);

    public void WaitForEnd(bool mayBeKilled = false)
    {
        const int EndedBySigKill = 128 + 9;
        Assert.True(_process.WaitForExit(Patience), "The other process did not end.");
        Assert.True(_process.ExitCode == 0 || (mayBeKilled && _process.ExitCode == EndedBySigKill), $"It ended with {_process.ExitCode}.");
    }

    /// <summary>Ends it as a power button would: SIGKILL, so that nothing in it can tidy up.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
