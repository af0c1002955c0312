namespace OpsLog.Core.Tests.Preload;

/// <summary>The like of <see cref="FaultLibraryFactAttribute"/> for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FaultLibraryTheoryAttribute : TheoryAttribute
{
    public FaultLibraryTheoryAttribute() => Skip = FaultLibrary.Missing;
}
