using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace OpsLog.Bench.Engines;

/// <summary>
/// The native libraries of the system, for an engine whose own one does not load: that of LightningDB for Linux requires a
/// newer C library than some systems have.
/// </summary>
internal static class NativeLibraries
{
    private static readonly string[] s_lmdb = ["liblmdb.so.0", "liblmdb.so", "liblmdb.dylib"];
    private static int s_used;

    /// <summary>
    /// Loads LMDB. LightningDB must not look for it first: an object that it could not finish ends the process.
    /// </summary>
    public static void LoadLmdb()
    {
        if (Interlocked.Exchange(ref s_used, 1) == 0)
        {
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
        }

        NativeLibrary.Load("lmdb", typeof(LightningDB.LightningEnvironment).Assembly, null);
    }

    private static nint Resolve(Assembly assembly, string name)
    {
        if (!name.Contains("lmdb", StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        foreach (string library in s_lmdb)
        {
            if (NativeLibrary.TryLoad(library, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
