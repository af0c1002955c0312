using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpsLog.Core.Primitives;

/// <summary>
/// Arrays of many megabytes. Linux is advised to use pages of 2 MB: it assigns memory when it is first used, and with
/// pages of 4 KB this takes longer than reading a cached file.
/// </summary>
internal static class LargeArray
{
    private const int HugePages = 14;
    private const long PageSize = 2 * 1024 * 1024;

    /// <summary>An array with uninitialised elements.</summary>
    public static T[] Allocate<T>(int length)
        where T : unmanaged
    {
        long bytes = (long)length * Unsafe.SizeOf<T>();
        bool isLarge = bytes >= 2 * PageSize;

        // Pinned, so that the garbage collector never moves it to memory without this advice.
        T[] array = GC.AllocateUninitializedArray<T>(length, pinned: isLarge);
        if (isLarge && OperatingSystem.IsLinux())
        {
            Advise(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0), bytes);
        }

        return array;
    }

    private static void Advise(long address, long length)
    {
        // The pages that are completely in the array. It is only a hint: a kernel without such pages refuses it, which
        // is not an error.
        long first = (address + PageSize - 1) / PageSize * PageSize;
        long end = (address + length) / PageSize * PageSize;
        if (end > first)
        {
            _ = MAdvise((nint)first, (nuint)(end - first), HugePages);
        }
    }

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int MAdvise(nint address, nuint length, int advice);
}
