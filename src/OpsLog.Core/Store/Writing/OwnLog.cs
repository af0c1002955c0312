using OpsLog.Core.Log;

namespace OpsLog.Core.Store.Writing;

/// <summary>The log that a store object writes.</summary>
/// <param name="Name">Its name within the store.</param>
/// <param name="Writer">Writes it.</param>
internal sealed record OwnLog(string Name, LogWriter Writer)
{
    /// <summary>
    /// The blocks of what was written here, for an index when the log is superseded. Changed under the lock of the state or
    /// with the turn.
    /// </summary>
    public LogBlocks Blocks { get; } = new(Writer.EndOffset);

    /// <summary>The end of everything written so far.</summary>
    public LogPosition End => new(Writer, Writer.EndOffset);
}
