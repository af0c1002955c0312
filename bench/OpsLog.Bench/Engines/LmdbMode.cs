namespace OpsLog.Bench.Engines;

/// <summary>How LMDB writes.</summary>
internal enum LmdbMode
{
    /// <summary>Through the operating system, not flushed: survives the process.</summary>
    Plain,

    /// <summary>Into the map itself, not flushed: survives the process, but a wrong pointer of the program damages it.</summary>
    WriteMap,

    /// <summary>Each commit is flushed: survives a power cut.</summary>
    Flushed,
}
