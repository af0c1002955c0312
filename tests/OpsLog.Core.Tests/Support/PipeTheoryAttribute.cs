using OpsLog.Core.Tests.Faults;

namespace OpsLog.Core.Tests.Support;

/// <summary>A test that makes a named pipe; skipped, and saying why, where none can be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PipeTheoryAttribute : TheoryAttribute
{
    private static readonly string? s_missing =
        OperatingSystem.IsWindows() || !SmallDisk.Run("mkfifo", "--help") ? "there is no 'mkfifo' here" : null;

    public PipeTheoryAttribute() => Skip = s_missing;
}
