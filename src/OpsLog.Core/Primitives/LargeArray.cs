using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpsLog.Core.Primitives;

/// <summary>
/// Arrays of many megabytes. Linux is told to back them with pages of 2 MB: it hands out memory as it is first touched,
/// and 4 KB at a time that takes longer than reading a cached file into it.
/// </summary>
internal static class LargeArray
{
    private const int HugePages = 14;
    private const long PageSize = 2 * 1024 * 1024;

    /// <summary>An array whose elements nobody has set.</summary>
    public static T[] Allocate<T>(int length)
        where T : unmanaged
    {
        long bytes = (long)length * Unsafe.SizeOf<T>();
        bool isLarge = bytes >= 2 * PageSize;

        // Pinned, so that the garbage collector never moves it to memory that Linux was not told about.
        T[] array = GC.AllocateUninitializedArray<T>(length, pinned: isLarge);
        if (isLarge && OperatingSystem.IsLinux())
        {
            Advise(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0), bytes);
        }

        return array;
    }

    private static void Advise(long address, long length)
    {
        // The pages that lie wholly within the array. It is a hint: a kernel without such pages refuses it, and that is fine.
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
