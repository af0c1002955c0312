using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store.Past;

/// <summary>What a model was at a moment.</summary>
/// <param name="Time">The moment.</param>
/// <param name="Last">The last operation before it; null if it is not known.</param>
/// <param name="Records">The records.</param>
internal sealed record Moment(DateTime Time, LoggedOperation? Last, IReadOnlyDictionary<string, string> Records);
