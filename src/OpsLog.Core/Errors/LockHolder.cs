using System.Globalization;

namespace OpsLog.Core.Errors;

/// <summary>Who has a lock, as others are told.</summary>
/// <param name="ProcessId">The process id on <paramref name="Host"/>.</param>
/// <param name="ProcessName">The process's name; empty where only the id is known.</param>
/// <param name="Host">The host's name; empty where it is not known.</param>
/// <param name="User">The user the process runs as; empty where it is not known.</param>
/// <param name="Since">When the lock was taken, UTC; null where it is not known.</param>
public sealed record LockHolder(int ProcessId, string ProcessName, string Host, string User, DateTime? Since)
{
    /// <summary>The id that the holder's kernel drew when it started; empty where it is not known.</summary>
    public string BootId { get; init; } = "";

    /// <summary>The namespace in which <see cref="ProcessId"/> counts; empty where it is not known.</summary>
    public string ProcessNamespace { get; init; } = "";

    /// <summary>Whether it has the lock only to retire the log of an agent that is gone.</summary>
    public bool IsCompacting { get; init; }

    /// <summary>Whether it is this very process, and not one that has the same id elsewhere.</summary>
    public bool IsThisProcess => ProcessId == Environment.ProcessId && IsInReach;

    /// <summary>
    /// Whether the process id means here what it meant to the holder. A boot id says so better than a host name, which
    /// changes and repeats.
    /// </summary>
    internal bool IsInReach => BootId.Length > 0 && KernelIdentity.BootId.Length > 0
        ? BootId == KernelIdentity.BootId && ProcessNamespace == KernelIdentity.ProcessNamespace
        : Host == Environment.MachineName;

    /// <summary>Whether the holder's machine has been started anew, and the holder has ended with it.</summary>
    internal bool HasRestarted => Host == Environment.MachineName
        && BootId.Length > 0 && KernelIdentity.BootId.Length > 0 && BootId != KernelIdentity.BootId;

    /// <summary>This process, now.</summary>
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
