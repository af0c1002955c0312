namespace OpsLog.Core.Errors;

/// <summary>
/// What distinguishes one running system from another: host names change and repeat, and containers share or hide process ids.
/// Each part is empty where the platform does not give it.
/// </summary>
internal static class KernelIdentity
{
    /// <summary>The id that the kernel draws each time it starts.</summary>
    public static string BootId { get; } = Read(() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());

    /// <summary>The namespace in which the process ids of this process count.</summary>
    public static string ProcessNamespace { get; } = Read(() => new FileInfo("/proc/self/ns/pid").LinkTarget ?? "");

    private static string Read(Func<string> read)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "";
        }

        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
