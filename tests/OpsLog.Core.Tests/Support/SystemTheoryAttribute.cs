namespace OpsLog.Core.Tests.Support;

/// <summary>A theory that does not run on every system; where it does not, it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemTheoryAttribute : TheoryAttribute
{
    /// <inheritdoc cref="RunningOn.Skip"/>
    public SystemTheoryAttribute(string? notOnWindows = null, string? notUnderWine = null, bool onlyOnWindows = false) =>
        Skip = RunningOn.Skip(notOnWindows, notUnderWine, onlyOnWindows);
}
