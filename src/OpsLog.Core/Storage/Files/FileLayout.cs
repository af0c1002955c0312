using System.Globalization;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// The files this backend keeps for itself beside the store's objects: locks and unfinished files. Their names are
/// built and parsed here; the names of the objects in <see cref="StoreLayout"/>.
/// </summary>
internal static class FileLayout
{
    public const string LockFolder = "locks/";
    public const string PutLock = LockFolder + "put.mutex";

    private const string Temporary = ".tmp";
    private const string LockSuffix = ".lock";
    private const string HolderSuffix = ".holder";

    /// <summary>
    /// A mark of where a process id means what it says: on another machine, after a restart of this one, or in another
    /// container it is another process's.
    /// </summary>
    public static readonly string Host = Crc32C.Compute(Encoding.UTF8.GetBytes(HostName)).ToString("x8", CultureInfo.InvariantCulture);

    private static string HostName => KernelIdentity.BootId.Length > 0 ? KernelIdentity.BootId + KernelIdentity.ProcessNamespace : Environment.MachineName;

    /// <summary>The path of what has a name, with the separators of this system alone.</summary>
    public static string PathOf(string root, string name) =>
        Path.Combine(root, Path.DirectorySeparatorChar == '/' ? name : name.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The file whose OS lock is the lock of that name.</summary>
    public static string Lock(string name) => LockFolder + name + LockSuffix;

    /// <summary>What the holder of a lock wants others to be shown.</summary>
    public static string Holder(string name) => LockFolder + name + HolderSuffix;

    /// <summary>Whether it is the name of a lock's file.</summary>
    public static bool IsLock(string name) =>
        name == PutLock || (name.StartsWith(LockFolder, StringComparison.Ordinal) && name.EndsWith(LockSuffix, StringComparison.Ordinal));

    /// <summary>The lock whose holder a file tells; null if it is not such a file.</summary>
    public static string? ParseHolder(string name) =>
        name.StartsWith(LockFolder, StringComparison.Ordinal) && name.EndsWith(HolderSuffix, StringComparison.Ordinal)
            ? name[LockFolder.Length..^HolderSuffix.Length]
            : null;

    /// <summary>A new name beside <paramref name="target"/>: <c>target.pid-host-random.tmp</c>.</summary>
    public static string NewTemporary(string target)
    {
        uint random = (uint)Random.Shared.NextInt64(1L << 32);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{target}.{Environment.ProcessId}-{Host}-{random:x8}{Temporary}");
    }

    /// <summary>Whether it is an unfinished file's name, and if its writer is on this host, the process id (else 0).</summary>
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

    /// <summary>Whether a name, relative to the store, can be an object's.</summary>
    public static bool IsObject(string name) =>
        StoreLayout.IsInside(name)
        && !name.StartsWith(LockFolder, StringComparison.Ordinal)
        && !TryParseTemporary(name, out _);
}
