namespace OpsLog.Core.Log;

/// <summary>What a <see cref="LogWriter"/> reports to the state whose operations it writes.</summary>
/// <remarks>Both calls come while the writer's I/O lock is held. The owner may take its own lock in them.</remarks>
internal interface ILogOwner
{
    /// <summary>Everything up to an offset is acknowledged.</summary>
    void Acknowledged(long offset);

    /// <summary>
    /// A write failed. The owner reverts what is not acknowledged, and calls <paramref name="discardWaiting"/>, which
    /// removes the lines that wait, while nothing can be appended.
    /// </summary>
    void Failed(Exception cause, Action discardWaiting);
}
