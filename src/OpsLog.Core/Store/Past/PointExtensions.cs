namespace OpsLog.Core.Store.Past;

/// <summary>Where a moment is in the logs.</summary>
internal static class PointExtensions
{
    /// <summary>Whether the step that ends with an operation is not after the moment.</summary>
    public static bool Includes(this HistoryPoint point, LoggedOperation last) =>
        point.Step is { } step ? last.StepOffset == step.Offset && last.Log == step.Log : last.Time <= point.Time;
}
