namespace OpsLog.Core.Processes;

/// <summary>
/// Identifies a running system. Host names are not sufficient, because they change and repeat, and containers share or
/// hide process ids. Each part is empty if the platform does not provide it.
/// </summary>
internal static class KernelIdentity
{
    /// <summary>The id that the kernel generates each time it starts.</summary>
    public static string BootId { get; } = Read(() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());

    /// <summary>The namespace in which the process ids of this process are valid.</summary>
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
