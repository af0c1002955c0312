using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OpsLog.Core.Processes;

/// <summary>
/// The state of a process on macOS: <c>struct kinfo_proc</c> of the call <c>sysctl</c>, which contains a
/// <c>struct extern_proc</c> first. Its layout is part of the binary interface and the same on both processors.
/// </summary>
internal static class MacProcess
{
    private const int Kernel = 1;
    private const int Processes = 14;
    private const int ById = 1;
    private const int Zombie = 5;

    private const int StateOffset = 36;
    private const int IdOffset = 40;
    private const int MostBytes = 1024;

    /// <summary>Whether a process has ended and was not reaped by its parent. False if this can't be determined.</summary>
    public static bool IsZombie(int pid)
    {
        byte[] info = new byte[MostBytes];
        nuint length = MostBytes;
        int result = SysCtl([Kernel, Processes, ById, pid], 4, info, ref length, 0, 0);
        return result == 0
            && length >= IdOffset + sizeof(int)
            && BinaryPrimitives.ReadInt32LittleEndian(info.AsSpan(IdOffset)) == pid
            && info[StateOffset] == Zombie;
    }

    [DllImport("libc", EntryPoint = "sysctl")]
    private static extern int SysCtl(int[] name, uint nameLength, byte[] value, ref nuint length, nint newValue, nuint newLength);
}
