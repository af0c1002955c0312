namespace OpsLog.Core.Tests.Faults;

/// <summary>What came of one flipped bit.</summary>
internal sealed record FlipVerdict
{
    /// <summary>An error or a warning of an opening, by a reader or a writer.</summary>
    public required bool IsToldByOpening { get; init; }

    /// <summary>A finding that the unchanged store does not have.</summary>
    public required bool IsToldByCheck { get; init; }

    /// <summary>The first difference in what is read; empty if there is none.</summary>
    public required string Effect { get; init; }

    /// <summary>What was read and never was; null for nothing.</summary>
    public required string? WrongValue { get; init; }

    public bool IsFound => IsToldByOpening || IsToldByCheck;

    public bool HasEffect => Effect.Length > 0;
}
