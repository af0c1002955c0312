namespace OpsLog.Core.Store;

/// <summary>Which operations of the log are wanted; what is null is not asked.</summary>
public sealed record OperationFilter
{
    /// <summary>Those of one record.</summary>
    public string? Id { get; init; }

    /// <summary>Those at this time, UTC, or later.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Those at this time, UTC, or earlier.</summary>
    public DateTime? Until { get; init; }

    /// <summary>Those of one agent.</summary>
    public string? Agent { get; init; }

    internal bool Wants(LoggedOperation operation) =>
        (Since is null || operation.Time >= Since)
        && (Until is null || operation.Time <= Until)
        && (Agent is null || operation.Agent == Agent);
}
