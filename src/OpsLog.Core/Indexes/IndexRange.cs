namespace OpsLog.Core.Indexes;

/// <summary>A part of an index.</summary>
/// <param name="Class">The class of values.</param>
/// <param name="Keys">The keys.</param>
/// <param name="IsCertain">Whether the filter selects every record in it.</param>
internal readonly record struct IndexRange(ValueClass Class, KeyRange Keys, bool IsCertain);
