namespace OpsLog.Core.Errors;

/// <summary>A value was refused as a record; nothing was written.</summary>
public sealed class InvalidRecordException(RecordFault fault, int offset, string message)
    : OpsLogException(message)
{
    /// <summary>What is wrong with the value.</summary>
    public RecordFault Fault { get; } = fault;

    /// <summary>The place, in bytes from the start of the value.</summary>
    public int Offset { get; } = offset;
}
