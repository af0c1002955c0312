using System.Diagnostics.CodeAnalysis;
using OpsLog.Core.Model;

namespace OpsLog.Core.Store;

/// <summary>A moment in the history of a store: a time, or the end of a step.</summary>
public sealed record HistoryPoint
{
    private HistoryPoint(DateTime? time, StepPlace? step) => (Time, Step) = (time, step);

    /// <summary>The time, UTC; null for the end of a step.</summary>
    public DateTime? Time { get; }

    /// <summary>The step; null for a time.</summary>
    internal StepPlace? Step { get; }

    /// <summary>The moment at a time. The operations that have this time are before it.</summary>
    /// <param name="utc">The time, UTC.</param>
    public static HistoryPoint At(DateTime utc) => new(utc, null);

    /// <summary>The moment after the step of an operation: a whole batch if it is in one.</summary>
    /// <param name="operation">The operation, from the history of the same store.</param>
    public static HistoryPoint After(LoggedOperation operation) => new(null, new StepPlace(operation.Log, operation.StepOffset));

    /// <summary>The moment after a step.</summary>
    /// <param name="step">The step, as <see cref="LoggedOperation.Step"/> gives it.</param>
    /// <exception cref="FormatException">The text does not identify a step.</exception>
    public static HistoryPoint After(string step) => TryParseStep(step, out HistoryPoint? point)
        ? point
        : throw new FormatException($"'{step}' does not identify a step. Use the property Step of an operation of the log, such as 'ops/ops-1795350753785.jsonl:272'.");

    /// <summary>The moment after a step; false if the text does not identify one.</summary>
    /// <param name="step">The step, as <see cref="LoggedOperation.Step"/> gives it.</param>
    /// <param name="point">The moment.</param>
    public static bool TryParseStep(string step, [NotNullWhen(true)] out HistoryPoint? point)
    {
        point = StepPlace.TryParse(step, out StepPlace place) ? new HistoryPoint(null, place) : null;
        return point is not null;
    }

    /// <summary>The moment as messages name it.</summary>
    public override string ToString() => Time is { } time ? $"{time:yyyy-MM-dd HH:mm:ss.fff} UTC" : $"after the step '{Step}'";
}
