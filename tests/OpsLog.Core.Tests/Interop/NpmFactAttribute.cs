namespace OpsLog.Core.Tests.Interop;

/// <summary>A test against the real npm package; skipped, and saying why, where that can't be run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() => Skip = NpmPackage.Missing;
}
