using OpsLog.Core.Store;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>A record that differs between two states. The values are converted to objects when they are read.</summary>
public sealed class OpsLogDifference
{
    private readonly RecordDifference _difference;
    private readonly RecordOutput _output;
    private object? _before;
    private object? _after;
    private OpsLogPropertyChange[]? _changes;

    internal OpsLogDifference(RecordDifference difference, RecordOutput output)
    {
        _difference = difference;
        _output = output;
    }

    /// <summary>Added, Removed or Changed.</summary>
    public DifferenceKind Change => _difference.Kind;

    /// <summary>The record's id.</summary>
    public string OpsLogId => _difference.Id;

    /// <summary>The record in the first state; null if it was added.</summary>
    public object? Before => _before ??= _output.ReadValue(_difference.Before);

    /// <summary>The record in the second state; null if it was removed.</summary>
    public object? After => _after ??= _output.ReadValue(_difference.After);

    /// <summary>
    /// The properties that differ, with their values before and after. For a record that was added or removed, these are all
    /// of its properties.
    /// </summary>
    public IReadOnlyList<OpsLogPropertyChange> Changes =>
        _changes ??= [.. _difference.GetProperties().Select(change => new OpsLogPropertyChange(change, _output))];
}
