namespace OpsLog.PowerShell.Binding;

/// <summary>The number of records in a group, and the measures of one of their properties.</summary>
public sealed class OpsLogMeasure
{
    internal OpsLogMeasure(object? group, long count, string? property)
    {
        Group = group;
        Count = count;
        Property = property;
    }

    /// <summary>The value that the records of the group have in common; null if the records are not grouped, or do not have the property.</summary>
    public object? Group { get; }

    /// <summary>The number of records in the group.</summary>
    public long Count { get; }

    /// <summary>The measured property; null if the records are only counted.</summary>
    public string? Property { get; }

    /// <summary>The number of values of the property that were measured.</summary>
    public long Values { get; internal init; }

    /// <summary>The sum; null if it was not requested or there are no values.</summary>
    public object? Sum { get; internal init; }

    /// <summary>The average; null if it was not requested or there are no values.</summary>
    public object? Average { get; internal init; }

    /// <summary>The smallest value; null if it was not requested or there are no values.</summary>
    public object? Minimum { get; internal init; }

    /// <summary>The largest value; null if it was not requested or there are no values.</summary>
    public object? Maximum { get; internal init; }
}
