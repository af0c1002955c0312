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
    /// <summary>Whether it has the lock only to retire the log of an agent that is gone.</summary>
    public bool IsCompacting { get; init; }

    /// <summary>This process, now.</summary>
    public static LockHolder Current() =>
        new(Environment.ProcessId, ProcessNameOfThis(), Environment.MachineName, Environment.UserName, DateTime.UtcNow);

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
