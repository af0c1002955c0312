using OpsLog.Core.Errors;
using OpsLog.Core.Json;

namespace OpsLog.Core.Store;

/// <summary>What can be changed in a store, in a batch, and in a run of deferred writes.</summary>
public interface IRecordWriter
{
    /// <summary>Creates or replaces a record.</summary>
    /// <param name="id">A non-empty string; ids are ordinal and case-sensitive.</param>
    /// <param name="json">One JSON object in UTF-8; kept byte for byte, but for white space between its parts.</param>
    /// <param name="condition">When it is written.</param>
    /// <returns>Whether it was written; always true without a condition.</returns>
    /// <exception cref="InvalidRecordIdException">The id is empty.</exception>
    /// <exception cref="InvalidRecordException">The value is no object, malformed, too deep or too large.</exception>
    /// <exception cref="RecordExistsException">The record exists, and the condition is to create it.</exception>
    bool Set(string id, ReadOnlySpan<byte> json, WriteCondition condition = WriteCondition.Always);

    /// <summary>
    /// Changes the given members of a record and leaves the others as they are, in one step that no other writer comes
    /// between; where there is no such record it is created.
    /// </summary>
    /// <param name="id">A non-empty string.</param>
    /// <param name="json">One JSON object in UTF-8.</param>
    /// <param name="options">How it is merged; by default the top-level members replace those of the record.</param>
    /// <param name="condition">When the result is written.</param>
    /// <returns>Whether it was written; always true without a condition.</returns>
    /// <exception cref="InvalidRecordIdException">The id is empty.</exception>
    /// <exception cref="InvalidRecordException">The value is no object, malformed, too deep, or the result too large.</exception>
    /// <exception cref="RecordExistsException">The record exists, and the condition is to create it.</exception>
    /// <exception cref="RecordNotFoundException">There is no such record, and <see cref="MergeOptions.MustExist"/> is set.</exception>
    bool Merge(string id, ReadOnlySpan<byte> json, MergeOptions? options = null, WriteCondition condition = WriteCondition.Always);

    /// <summary>Removes a record.</summary>
    /// <exception cref="RecordNotFoundException">There is none of that id.</exception>
    void Delete(string id);
}
