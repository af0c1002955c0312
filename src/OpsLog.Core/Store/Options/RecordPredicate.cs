using OpsLog.Core.State;

namespace OpsLog.Core.Store;

/// <summary>Whether a record is wanted.</summary>
/// <param name="record">The record's bytes; not to be kept.</param>
public delegate bool RecordPredicate(RecordRef record);
