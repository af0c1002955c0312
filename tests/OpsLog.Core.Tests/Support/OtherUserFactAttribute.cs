using System.ComponentModel;
using System.Diagnostics;

namespace OpsLog.Core.Tests.Support;

/// <summary>A test with a process of another user; skipped, and saying why, where this one can't start it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OtherUserFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_missing = new(Try);

    public OtherUserFactAttribute() => Skip = s_missing.Value;

    /// <summary>Runs the following command as a user that owns nothing.</summary>
    public static string[] Command => ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

    private static string? Try()
    {
        const int NoVerb = 2;
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string host = Path.Combine(AppContext.BaseDirectory, "OpsLog.TestHost.dll");
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(Command[0], [.. Command[1..], dotnet, "exec", host]) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == NoVerb ? null : $"no process can be run as another user here: {errors}";
        }
        catch (Win32Exception)
        {
            return $"there is no '{Command[0]}' here to run a process as another user";
        }
    }
}
