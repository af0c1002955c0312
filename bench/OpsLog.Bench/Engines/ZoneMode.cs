namespace OpsLog.Bench.Engines;

/// <summary>How ZoneTree writes its log.</summary>
internal enum ZoneMode
{
    /// <summary>Before a write returns: survives the process.</summary>
    Synchronous,

    /// <summary>The same, and each write or group of writes is flushed: survives a power cut.</summary>
    Flushed,

    /// <summary>Compressed and in the background, and each group of writes is flushed, which waits for the background.</summary>
    FlushedInBulk,
}
