namespace OpsLog.Core.Errors;

/// <summary>Why an earlier moment of a store can't be shown.</summary>
public enum HistoryFault
{
    /// <summary>The kept history does not reach back to it.</summary>
    NotKept,

    /// <summary>The kept history contains no such step.</summary>
    NoStep,

    /// <summary>The operations in the logs do not lead from it to the records of now.</summary>
    Contradictory,
}
