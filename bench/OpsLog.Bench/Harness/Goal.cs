namespace OpsLog.Bench.Harness;

/// <summary>A figure that OpsLog has to reach in a scenario.</summary>
/// <param name="Side">The name of the side that it is about.</param>
/// <param name="Against">
/// The name of the side that it is compared with: the bound is the factor by which <paramref name="Side"/> is better. If
/// null, the bound is for the value of the side itself.
/// </param>
/// <param name="Bound">What is required.</param>
internal sealed record Goal(string Side, string? Against, Bound Bound);
