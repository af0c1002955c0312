namespace OpsLog.Core.Indexes;

/// <summary>Finds the record of an entry; false if it has none.</summary>
internal delegate bool RecordLookup(int entry, out ReadOnlySpan<byte> json);
