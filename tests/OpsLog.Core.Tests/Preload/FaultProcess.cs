using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Preload;

/// <summary>Runs a part of a test in a process in which <see cref="NativeFaults"/> can fail calls.</summary>
internal static class FaultProcess
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    /// <summary>Calls a public static method there and returns the lines that it says, an exception among them.</summary>
    public static List<string> Run(Type type, string method, params string[] arguments)
    {
        string name = type.FullName!["OpsLog.Core.Tests.".Length..];
        using HostProcess process = HostProcess.Start(FaultLibrary.Environment(), "in-tests", [name, method, .. arguments]);
        Task<List<string>> reading = Task.Run(() => ReadAll(process));
        Assert.True(reading.Wait(s_patience), $"'{method}' did not come to its end.");
        process.WaitForEnd();
        return reading.Result;
    }

    private static List<string> ReadAll(HostProcess process)
    {
        List<string> said = [];
        while (process.ReadLine() is { } line)
        {
            said.Add(line);
        }

        return said;
    }
}
