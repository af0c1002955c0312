namespace OpsLog.Core.Tests.Interop;

/// <summary>Tests against the real npm package; skipped, and saying why, where that can't be run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmTheoryAttribute : TheoryAttribute
{
    public NpmTheoryAttribute() => Skip = NpmPackage.Missing;
}
