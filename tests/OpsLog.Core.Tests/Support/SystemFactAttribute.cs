namespace OpsLog.Core.Tests.Support;

/// <summary>A fact that does not run on every system; where it does not, it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemFactAttribute : FactAttribute
{
    /// <inheritdoc cref="RunningOn.Skip"/>
    public SystemFactAttribute(string? notOnWindows = null, string? notUnderWine = null, bool onlyOnWindows = false) =>
        Skip = RunningOn.Skip(notOnWindows, notUnderWine, onlyOnWindows);
}
