using System.Globalization;

namespace OpsLog.Core.Processes;

/// <summary>The holder of a lock, as other processes see it.</summary>
/// <param name="ProcessId">The process id on <paramref name="Host"/>.</param>
/// <param name="ProcessName">The name of the process; empty if only the id is known.</param>
/// <param name="Host">The name of the host; empty if it is not known.</param>
/// <param name="User">The user of the process; empty if it is not known.</param>
/// <param name="Since">The time when the lock was acquired, UTC; null if it is not known.</param>
public sealed record LockHolder(int ProcessId, string ProcessName, string Host, string User, DateTime? Since)
{
    /// <summary>The id that the kernel of the holder generated when it started; empty if it is not known.</summary>
    public string BootId { get; init; } = "";

    /// <summary>The namespace in which <see cref="ProcessId"/> is valid; empty if it is not known.</summary>
    public string ProcessNamespace { get; init; } = "";

    /// <summary>Whether it has the lock only to retire the log of an agent that has ended.</summary>
    public bool IsCompacting { get; init; }

    /// <summary>Whether it is this process, and not one that has the same id elsewhere.</summary>
    public bool IsThisProcess => ProcessId == Environment.ProcessId && IsInReach;

    /// <summary>
    /// Whether the process id identifies the same process here as for the holder. A boot id is more reliable than a
    /// host name, which changes and repeats.
    /// </summary>
    internal bool IsInReach => BootId.Length > 0 && KernelIdentity.BootId.Length > 0
        ? BootId == KernelIdentity.BootId && ProcessNamespace == KernelIdentity.ProcessNamespace
        : Host == Environment.MachineName;

    /// <summary>Whether the machine of the holder has been restarted, so that the holder has ended.</summary>
    internal bool HasRestarted => Host == Environment.MachineName
        && BootId.Length > 0 && KernelIdentity.BootId.Length > 0 && BootId != KernelIdentity.BootId;

    /// <summary>This process at the current time.</summary>
    public static LockHolder Current() =>
        new(Environment.ProcessId, ProcessNameOfThis(), Environment.MachineName, Environment.UserName, DateTime.UtcNow)
        {
            BootId = KernelIdentity.BootId,
            ProcessNamespace = KernelIdentity.ProcessNamespace,
        };

    /// <inheritdoc/>
    public override string ToString()
    {
        string name = ProcessName.Length > 0 ? $" ({ProcessName})" : "";
        string host = Host.Length > 0 ? $" on {Host}" : "";
        string user = User.Length > 0 ? $", user {User}" : "";
        string since = Since is { } time ? $", since {time.ToString("u", CultureInfo.InvariantCulture)}" : "";
        return $"process {ProcessId}{name}{host}{user}{since}";
    }

    private static string ProcessNameOfThis() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) ?? "";
}
