using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>One operation from the log. The values before and after are converted to objects when they are read.</summary>
public sealed class OpsLogOperation
{
    private readonly LoggedOperation _logged;
    private readonly RecordOutput _output;
    private object? _before;
    private object? _after;
    private OpsLogPropertyChange[]? _changes;

    internal OpsLogOperation(LoggedOperation logged, RecordOutput output)
    {
        _logged = logged;
        _output = output;
    }

    internal LoggedOperation Logged => _logged;

    /// <summary>The time when it was written, UTC; null if its timestamp can't be read as a time.</summary>
    public DateTime? Time => _logged.Time;

    /// <summary>Set or Delete.</summary>
    public OperationKind Operation => _logged.Kind;

    /// <summary>The record's id.</summary>
    public string OpsLogId => _logged.Id;

    /// <summary>The record before the operation; null if the operation created it.</summary>
    public object? Before => _before ??= _output.ReadValue(_logged.Before);

    /// <summary>The record after the operation; null if the operation removed it.</summary>
    public object? After => _after ??= _output.ReadValue(_logged.After);

    /// <summary>
    /// The properties that the operation changed, with their values before and after. For an operation that created or
    /// removed the record, these are all of its properties.
    /// </summary>
    public IReadOnlyList<OpsLogPropertyChange> Changes =>
        _changes ??= [.. PropertyChanges.Between(_logged.Before, _logged.After).Select(change => new OpsLogPropertyChange(change, _output))];

    /// <summary>Who made it; null if the log does not contain it.</summary>
    public string? Author => _logged.Author;

    /// <summary>Why it was made; null if it has no comment.</summary>
    public string? Comment => _logged.Comment;

    /// <summary>Whether it undoes an earlier operation.</summary>
    public bool Undo => _logged.IsUndo;

    /// <summary>Its place in its batch, such as 2/3; null if it is not in a batch.</summary>
    public string? Batch => _logged.BatchCount > 0 ? $"{_logged.BatchIndex}/{_logged.BatchCount}" : null;

    /// <summary>The archive segment that a removed record moved to or a set record came from; null for any other operation.</summary>
    public string? Segment => _logged.Segment;

    /// <summary>The agent that wrote it; null for a single writer.</summary>
    public string? Agent => _logged.Agent;

    /// <summary>The Lamport clock; null if the writer kept none.</summary>
    public long? Clock => _logged.Clock;

    /// <summary>The log that contains it, as a name in the store.</summary>
    public string Log => _logged.Log;

    /// <summary>The offset of its line in the log, in bytes.</summary>
    public long Offset => _logged.Offset;

    /// <summary>Identifies the step that it is a part of; Undo-OpsLogOperation -Step takes the step back.</summary>
    public string Step => _logged.Step;
}
