namespace OpsLog.Core.Tests.Support;

/// <summary>A fact that does not run on every system; where it does not, it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemFactAttribute : FactAttribute
{
    /// <summary>What Windows does that makes it pointless there.</summary>
    public string? NotOnWindows { get; set; }

    /// <summary>What Wine does otherwise than Windows.</summary>
    public string? NotUnderWine { get; set; }

    /// <summary>Whether it is about Windows alone.</summary>
    public bool OnlyOnWindows { get; set; }

    public override string? Skip
    {
        get => RunningOn.Skip(NotOnWindows, NotUnderWine, OnlyOnWindows) ?? base.Skip;
        set => base.Skip = value;
    }
}
