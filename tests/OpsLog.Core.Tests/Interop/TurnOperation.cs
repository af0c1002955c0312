namespace OpsLog.Core.Tests.Interop;

/// <summary>An operation in the model of turns; by identity, because two may be alike.</summary>
/// <param name="id">The record's id.</param>
/// <param name="value">The record after it; null for a delete.</param>
/// <param name="hasClock">Whether an agent wrote it.</param>
/// <param name="isOthers">Whether the npm package wrote it.</param>
/// <param name="number">Its place among all that are written.</param>
internal sealed class TurnOperation(string id, string? value, bool hasClock, bool isOthers, int number)
{
    public string Id { get; } = id;

    public string? Value { get; } = value;

    public bool HasClock { get; } = hasClock;

    public bool IsOthers { get; } = isOthers;

    public int Number { get; } = number;
}
