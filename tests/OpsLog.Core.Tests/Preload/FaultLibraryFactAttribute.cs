namespace OpsLog.Core.Tests.Preload;

/// <summary>A test with calls that fail below the class library; skipped, and saying why, where that can't be done.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FaultLibraryFactAttribute : FactAttribute
{
    public FaultLibraryFactAttribute() => Skip = FaultLibrary.Missing;
}
