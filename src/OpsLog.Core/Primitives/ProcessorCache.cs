using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace OpsLog.Core.Primitives;

/// <summary>What a program can say to the cache of the processor. It changes no result.</summary>
internal static class ProcessorCache
{
    /// <summary>
    /// Begins to load the line that contains a value, and does not wait for it. A random access to a large table takes as
    /// long as everything else that a write does with the record. Only on x86 and x64: the class library has no such call
    /// for other processors.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch<T>(ref readonly T value)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            // The garbage collector may move the value meanwhile. Then it loads another line.
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in value)));
        }
    }
}
