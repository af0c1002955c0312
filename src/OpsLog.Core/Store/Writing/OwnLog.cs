using OpsLog.Core.Log;

namespace OpsLog.Core.Store.Writing;

/// <summary>The log that a store object writes.</summary>
/// <param name="Name">Its name within the store.</param>
/// <param name="Writer">Writes it.</param>
internal sealed record OwnLog(string Name, LogWriter Writer)
{
    /// <summary>The end of everything written so far.</summary>
    public LogPosition End => new(Writer, Writer.EndOffset);
}
