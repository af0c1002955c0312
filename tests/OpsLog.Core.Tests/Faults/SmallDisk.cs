using System.ComponentModel;
using System.Diagnostics;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Faults;

/// <summary>A file system of two megabytes in memory, mounted for a test: only root may, and only on Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private SmallDisk()
    {
    }

    /// <summary>The reason why there is none here; null if there is one.</summary>
    public static string? Missing { get; } = FindMissing();

    public string this[string relative] => _directory[relative];

    public IEnumerable<string> Files => _directory.Files;

    public static SmallDisk Mount() =>
        TryMount() ?? throw new InvalidOperationException("The small file system could not be mounted.");

    /// <summary>Uses all space except this number of bytes.</summary>
    public void Fill(int butFor)
    {
        byte[] block = new byte[4096];
        using (FileStream filler = new(this["filler"], FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            try
            {
                while (true)
                {
                    filler.Write(block);
                }
            }
            catch (IOException)
            {
                filler.SetLength(filler.Length - butFor);
            }
        }
    }

    public void MakeRoom() => File.Delete(this["filler"]);

    public void Dispose()
    {
        Run("umount", _directory.Path);
        _directory.Dispose();
    }

    private static string? FindMissing()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return "a small file system can be mounted by root on Linux only; the fault sweep fills the disk by the injector instead";
        }

        using SmallDisk? disk = TryMount();
        return disk is null ? "a small file system can't be mounted here; the fault sweep fills the disk by the injector instead" : null;
    }

    private static SmallDisk? TryMount()
    {
        SmallDisk disk = new();
        if (Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk._directory.Path))
        {
            return disk;
        }

        disk._directory.Dispose();
        return null;
    }

    /// <summary>Runs a program; false where it is not there or fails.</summary>
    internal static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
