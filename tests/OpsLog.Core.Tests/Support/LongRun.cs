namespace OpsLog.Core.Tests.Support;

/// <summary>Whether the tests that take minutes are to run in full: OPSLOG_LONG=1, which the test command's --long sets.</summary>
internal static class LongRun
{
    public static bool IsAsked { get; } = Environment.GetEnvironmentVariable("OPSLOG_LONG") == "1";

    /// <summary>The number for a full run, or the number for a daily run.</summary>
    public static int Or(int full, int everyDay) => IsAsked ? full : everyDay;
}
