using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace OpsLog.Core.Tests.Support;

/// <summary>
/// A test that runs processes by way of a command of Linux (<c>unshare</c>, <c>setpriv</c>); skipped, and saying why,
/// where that command can't be had or is not permitted.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CommandFactAttribute : FactAttribute
{
    private static readonly ConcurrentDictionary<string, string?> s_missing = new(StringComparer.Ordinal);

    /// <param name="command">The command with its arguments; it is tried with <c>true</c> as its last argument.</param>
    public CommandFactAttribute(params string[] command) => Skip = s_missing.GetOrAdd(string.Join(' ', command), _ => Try(command));

    private static string? Try(string[] command)
    {
        string shown = string.Join(' ', command);
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command[0], [.. command[1..], "true"]) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"'{shown}' is not permitted here: {errors}";
        }
        catch (Win32Exception)
        {
            return $"there is no '{command[0]}' here";
        }
    }
}
