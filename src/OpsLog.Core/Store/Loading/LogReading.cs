using OpsLog.Core.State;

namespace OpsLog.Core.Store.Loading;

/// <summary>One pass over the logs.</summary>
/// <param name="Table">Where the operations are applied.</param>
/// <param name="Locked">Runs what it is given under the lock of the table.</param>
/// <param name="Clocks">Gives single writers' operations beside agents' logs their places; null where they end the pass.</param>
/// <param name="Collect">Where the operations go, too; null where they are not wanted.</param>
/// <param name="ReclaimsMemory">Whether superseded values may be freed, because no change will be reverted.</param>
/// <param name="Cancellation">Ends the pass.</param>
internal sealed record LogReading(
    RecordTable Table, Func<Func<bool>, bool> Locked, ClocksByTime? Clocks, List<LoggedOperation>? Collect, bool ReclaimsMemory, CancellationToken Cancellation);
