using System.Runtime.InteropServices;

namespace OpsLog.Core.Tests.Preload;

/// <summary>Fails calls of the C library in this process, which was started with <see cref="FaultLibrary.Environment"/>.</summary>
internal static class NativeFaults
{
    private const string Library = "opslog-faults";

    /// <summary>No error: a write of which a part is made.</summary>
    public const int Short = 0;

    public const int Interrupted = 4;
    public const int InputOutputError = 5;
    public const int CrossDevice = 18;
    public const int InvalidArgument = 22;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int NotSupported = 95;

    static NativeFaults() => NativeLibrary.SetDllImportResolver(
        typeof(NativeFaults).Assembly,
        (name, _, _) => name == Library ? NativeLibrary.Load(Environment.GetEnvironmentVariable("LD_PRELOAD")!) : 0);

    /// <summary>Fails the call of that number from now on, and with <paramref name="forever"/> all after it.</summary>
    public static void Fail(NativeCall call, int number, bool forever = false, int error = InputOutputError) =>
        FaultsFail(call, number, forever ? nint.MaxValue : number, error);

    /// <summary>Stops failing calls, and resets the counters.</summary>
    public static void Heal(NativeCall call) => FaultsFail(call, 0, 0, 0);

    /// <summary>The number of calls after they were last failed or restored.</summary>
    public static int Count(NativeCall call) => (int)FaultsCount(call);

    /// <summary>Lets flushes succeed immediately, for tests in which nothing reads the disk without the kernel.</summary>
    public static void PretendToFlush() => FaultsPretend(1);

    [DllImport(Library, EntryPoint = "faults_fail")]
    private static extern void FaultsFail(NativeCall call, nint from, nint to, int error);

    [DllImport(Library, EntryPoint = "faults_count")]
    private static extern nint FaultsCount(NativeCall call);

    [DllImport(Library, EntryPoint = "faults_pretend")]
    private static extern void FaultsPretend(int on);
}
