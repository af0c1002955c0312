using OpsLog.Core.State;

namespace OpsLog.Core.Store.Loading;

/// <summary>How far a log has been read.</summary>
/// <param name="log">The log's name.</param>
/// <param name="agent">The agent whose log it is; empty for a single writer's.</param>
/// <param name="covered">The offset from which the snapshot leaves it to be replayed.</param>
/// <param name="clock">The clock before its first operation to be replayed.</param>
internal sealed class LogCursor(string log, string agent, long covered, long clock)
{
    public string Log { get; } = log;

    public string Agent { get; } = agent;

    /// <summary>The offset up to which the snapshot covers it.</summary>
    public long Covered { get; } = covered;

    /// <summary>The offset behind the last whole step that was read.</summary>
    public long Offset { get; set; } = covered;

    /// <summary>The lines before <see cref="Offset"/>, as far as they were read.</summary>
    public long Lines { get; set; }

    /// <summary>The clock of the last operation read; beside agents' logs, of the last one by an agent.</summary>
    public long LastClock { get; set; } = clock;

    /// <summary>Whether the manifest names it as <c>activeOps</c>, to which single writers append.</summary>
    public bool IsActive { get; set; }

    /// <summary>Where the last operation of a single writer begins that is known to be older than all of agents'; -1 for none.</summary>
    public long SeenTo { get; set; } = -1;

    /// <summary>How many operations of a single writer were read in it beside agents' logs.</summary>
    public int WriterOperations { get; set; }

    /// <summary>
    /// Whether what it says of the records before its operations may not be what a replay gives: lines were skipped, or
    /// one of them says that a record was there which was not, or the other way round.
    /// </summary>
    public bool IsDoubtful { get; set; }

    /// <summary>Whether another program wrote operations of it.</summary>
    public bool HasForeign { get; set; }

    /// <summary>The first operation that misses one before it, in a log without damage.</summary>
    public LogContradiction? Contradiction { get; set; }

    /// <summary>Damaged places that were reported one by one.</summary>
    public int DamageReported { get; set; }

    /// <summary>Damaged places that are still to be reported as a number.</summary>
    public long DamageCounted { get; set; }

    /// <summary>The last bytes that were read, by which a log that was cut and written on is recognised.</summary>
    public byte[] Tail { get; set; } = [];

    /// <summary>Where they end: at <see cref="Offset"/>, or before it if a later reading failed in the middle.</summary>
    public long TailEnd { get; set; } = covered;
}
