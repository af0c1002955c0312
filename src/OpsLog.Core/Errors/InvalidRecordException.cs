namespace OpsLog.Core.Errors;

/// <summary>A value was refused as a record; nothing was written.</summary>
public sealed class InvalidRecordException : OpsLogException
{
    /// <summary>Refuses a value for <paramref name="fault"/>, at a byte offset within it.</summary>
    public InvalidRecordException(RecordFault fault, int offset, string message)
        : base(message)
    {
        Fault = fault;
        Offset = offset;
    }

    /// <summary>What is wrong with the value.</summary>
    public RecordFault Fault { get; }

    /// <summary>The place, in bytes from the start of the value.</summary>
    public int Offset { get; }
}
