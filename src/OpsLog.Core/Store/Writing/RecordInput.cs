using System.Text.Unicode;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Store.Writing;

/// <summary>Checks the ids and records that callers give, and brings them into the form that is stored.</summary>
internal static class RecordInput
{
    /// <summary>With six bytes for each where it has to be escaped, an id of that length and two records make up a step.</summary>
    private const int MostIdCharacters = 64 * 1024 * 1024;

    /// <exception cref="InvalidRecordIdException">The id is empty.</exception>
    /// <exception cref="InvalidRecordException">The id is too long.</exception>
    public static byte[] EncodeId(string id) => string.IsNullOrEmpty(id)
        ? throw new InvalidRecordIdException("The id of a record can't be empty. Specify an id of at least one character.")
        : id.Length <= MostIdCharacters
            ? JsonText.Encode(id)
            : throw new InvalidRecordException(
                RecordFault.TooLarge, MostIdCharacters, $"The id of the record has {id.Length:N0} characters; the maximum is {MostIdCharacters:N0}. Use a shorter id.");

    /// <summary>A record with changes in it: the changes themselves, or the content of <paramref name="merged"/>.</summary>
    /// <exception cref="RecordNotFoundException">The record does not exist, and it must.</exception>
    /// <exception cref="InvalidRecordException">The record as it is stored is malformed, or the result is too large.</exception>
    public static ReadOnlySpan<byte> Merge(
        string id, bool exists, ReadOnlySpan<byte> current, ReadOnlySpan<byte> changes, MergeOptions options, ByteBuffer patch, ByteBuffer merged)
    {
        if (!exists && options.MustExist)
        {
            throw new RecordNotFoundException(id);
        }

        if (!exists && options.Remove.Count == 0)
        {
            return changes;
        }

        patch.Clear();
        merged.Clear();
        if (!RecordMerge.TryApply(exists ? current : "{}"u8, changes, options, patch, merged) || !Utf8.IsValid(merged.Span))
        {
            throw new InvalidRecordException(RecordFault.Malformed, 0, "The stored record is not valid JSON, so nothing can be merged into it. Set the whole record.");
        }

        return merged.Length <= RecordJson.MaximumLength ? merged.Span : throw new InvalidRecordException(
            RecordFault.TooLarge, RecordJson.MaximumLength, $"The merged record has {merged.Length:N0} bytes; the maximum is {RecordJson.MaximumLength:N0}. Split it into several records.");
    }
}
