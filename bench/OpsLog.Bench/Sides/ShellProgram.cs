namespace OpsLog.Bench.Sides;

/// <summary>PowerShell, controlled by shell.ps1.</summary>
internal sealed class ShellProgram(string version)
{
    public string Version { get; } = version;

    public static ShellProgram? Find(out string leftOut)
    {
        leftOut = "";
        return null;
    }
}
