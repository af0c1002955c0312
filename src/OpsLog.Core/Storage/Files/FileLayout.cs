using System.Globalization;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// The files that this backend creates in addition to the objects of the store: locks and unfinished files. Only this class
/// builds and parses their names. Those of the objects are built and parsed by <see cref="StoreLayout"/>.
/// </summary>
internal static class FileLayout
{
    public const string LockFolder = "locks/";
    public const string PutLock = LockFolder + "put.mutex";

    private const string Temporary = ".tmp";
    private const string LockSuffix = ".lock";
    private const string HolderSuffix = ".holder";

    /// <summary>
    /// Identifies where a process id is valid: on another machine, after a restart of this one, or in another container,
    /// another process has it.
    /// </summary>
    public static readonly string Host = Crc32C.Compute(Encoding.UTF8.GetBytes(HostName)).ToString("x8", CultureInfo.InvariantCulture);

    private static string HostName => KernelIdentity.BootId.Length > 0 ? KernelIdentity.BootId + KernelIdentity.ProcessNamespace : Environment.MachineName;

    /// <summary>The path of a name, with only the separators of this system.</summary>
    public static string PathOf(string root, string name) =>
        Path.Combine(root, Path.DirectorySeparatorChar == '/' ? name : name.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The file that is locked while a process holds the lock of that name.</summary>
    public static string Lock(string name) => LockFolder + name + LockSuffix;

    /// <summary>The file that contains what the holder of a lock shows to other processes.</summary>
    public static string Holder(string name) => LockFolder + name + HolderSuffix;

    /// <summary>Whether it is the name of a file that is locked.</summary>
    public static bool IsLock(string name) =>
        name == PutLock || (name.StartsWith(LockFolder, StringComparison.Ordinal) && name.EndsWith(LockSuffix, StringComparison.Ordinal));

    /// <summary>The lock whose holder is described by a file; null if it is not such a file.</summary>
    public static string? ParseHolder(string name) =>
        name.StartsWith(LockFolder, StringComparison.Ordinal) && name.EndsWith(HolderSuffix, StringComparison.Ordinal)
            ? name[LockFolder.Length..^HolderSuffix.Length]
            : null;

    /// <summary>A new name in the folder of <paramref name="target"/>: <c>target.pid-host-random.tmp</c>.</summary>
    public static string NewTemporary(string target)
    {
        uint random = (uint)Random.Shared.NextInt64(1L << 32);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{target}.{Environment.ProcessId}-{Host}-{random:x8}{Temporary}");
    }

    /// <summary>Whether it is the name of an unfinished file. Returns the process id of its writer, or 0 if that is on another host.</summary>
    public static bool TryParseTemporary(string path, out int localPid)
    {
        localPid = 0;
        if (!path.EndsWith(Temporary, StringComparison.Ordinal))
        {
            return false;
        }

        string rest = path[..^Temporary.Length];
        string[] parts = rest[(rest.LastIndexOf('.') + 1)..].Split('-');
        if (parts is not [var pid, { Length: 8 } host, { Length: 8 } random]
            || !int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out int parsed)
            || !host.All(char.IsAsciiHexDigitLower)
            || !random.All(char.IsAsciiHexDigitLower))
        {
            return false;
        }

        localPid = host == Host ? parsed : 0;
        return true;
    }

    /// <summary>Whether a name, relative to the store, can be that of an object.</summary>
    public static bool IsObject(string name) =>
        StoreLayout.IsInside(name)
        && !name.StartsWith(LockFolder, StringComparison.Ordinal)
        && !TryParseTemporary(name, out _);
}
