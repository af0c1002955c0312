namespace OpsLog.Bench.Engines;

/// <summary>An engine with its settings for one kind of survival.</summary>
/// <param name="Product">The engine; its files are the same for all its settings.</param>
/// <param name="Setting">The setting; empty if there is only one.</param>
/// <param name="Survival">What an acknowledged write survives with it.</param>
/// <param name="Open">Opens or makes a table at a path.</param>
internal sealed record Engine(string Product, string Setting, Survival Survival, Func<string, ITable> Open)
{
    public string Name => Setting.Length == 0 ? Product : $"{Product}, {Setting}";

    /// <summary>The number of single writes in a round, so that a round takes a fraction of a second.</summary>
    public int Sets { get; init; } = 30_000;

    /// <summary>Whether reads are measured with this setting; one for each product.</summary>
    public bool Reads { get; init; }

    /// <summary>Opens the engine for what a thousand writes with one acknowledgement need, if that differs.</summary>
    public Func<string, ITable>? OpenForBulk { get; init; }
}
