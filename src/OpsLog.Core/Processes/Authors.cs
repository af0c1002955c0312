namespace OpsLog.Core.Processes;

/// <summary>Who changes a store, if its caller does not specify the author.</summary>
internal static class Authors
{
    private static string? s_default;

    /// <summary>The user and host of this process: <c>DOMAIN\user</c> on Windows, <c>user@host</c> elsewhere.</summary>
    public static string Default => s_default ??= OperatingSystem.IsWindows()
        ? $"{Environment.UserDomainName}\\{Environment.UserName}"
        : $"{Environment.UserName}@{Environment.MachineName}";
}
