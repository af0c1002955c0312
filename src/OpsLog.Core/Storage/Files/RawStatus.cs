using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// The fields in use of the status of a file: on Linux of <c>struct statx</c>, which is the same on every processor, and
/// on macOS of <c>struct stat</c> with inode numbers of 64 bits.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly struct RawStatus
{
    [FieldOffset(20)]
    public readonly uint LinuxOwner;

    [FieldOffset(28)]
    public readonly ushort LinuxMode;

    [FieldOffset(32)]
    public readonly ulong LinuxInode;

    [FieldOffset(136)]
    public readonly ulong LinuxDevice;

    [FieldOffset(0)]
    public readonly uint MacDevice;

    [FieldOffset(4)]
    public readonly ushort MacMode;

    [FieldOffset(8)]
    public readonly ulong MacInode;

    [FieldOffset(16)]
    public readonly uint MacOwner;

    private const int CurrentDirectory = -100;
    private const int OfTheHandle = 0x1000;
    private const uint KindOwnerAndInode = 0x1 | 0x8 | 0x100;

    /// <summary>Reads the status of an open file. Returns 0, or sets the last error of this thread.</summary>
    /// <exception cref="EntryPointNotFoundException">The C library has no such call.</exception>
    public static int Of(SafeFileHandle file, out RawStatus status) =>
        OperatingSystem.IsLinux() ? StatX(file, "", OfTheHandle, KindOwnerAndInode, out status)
        : IsArm ? FStat(file, out status)
        : FStatOnIntel(file, out status);

    /// <summary>The same for the file at a path, links followed.</summary>
    /// <exception cref="EntryPointNotFoundException">The C library has no such call.</exception>
    public static int At(string path, out RawStatus status) =>
        OperatingSystem.IsLinux() ? StatX(CurrentDirectory, path, 0, KindOwnerAndInode, out status)
        : IsArm ? Stat(path, out status)
        : StatOnIntel(path, out status);

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int StatX(SafeFileHandle file, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out RawStatus status);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int StatX(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out RawStatus status);

    [DllImport("libc", EntryPoint = "fstat", SetLastError = true)]
    private static extern int FStat(SafeFileHandle file, out RawStatus status);

    [DllImport("libc", EntryPoint = "stat", SetLastError = true)]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out RawStatus status);

    [DllImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static extern int FStatOnIntel(SafeFileHandle file, out RawStatus status);

    [DllImport("libc", EntryPoint = "stat$INODE64", SetLastError = true)]
    private static extern int StatOnIntel([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out RawStatus status);
}
