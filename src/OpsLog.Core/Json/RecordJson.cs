using System.Buffers;
using System.Text;
using System.Text.Unicode;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Json;

/// <summary>The rules for JSON text as a record, and the one-line form in which records are kept.</summary>
internal static class RecordJson
{
    /// <summary>The maximum depth of a record that is written; files of other programs can contain deeper records.</summary>
    public const int MaximumDepth = 100;

    /// <summary>
    /// The maximum size of a record in bytes. One log line contains two records, the new and the previous value, and
    /// the npm package can't read a line of half a gigabyte or more.
    /// </summary>
    public const int MaximumLength = 128 * 1024 * 1024;

    /// <summary>
    /// Checks that text is a record. Returns whether it is stored as it is: white space outside of strings would break
    /// the line, so a record that has any is stored without (<see cref="Minify"/>).
    /// </summary>
    /// <exception cref="InvalidRecordException">The text is not a record.</exception>
    public static bool Check(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaximumLength)
        {
            throw new InvalidRecordException(
                RecordFault.TooLarge, MaximumLength, $"The record has {json.Length:N0} bytes; the maximum is {MaximumLength:N0}. Split it into several records.");
        }

        if (CompactObject.IsValid(json))
        {
            return true;
        }

        JsonWalker walker = new(json);
        walker.SkipWhiteSpace();
        bool isObject = !walker.AtEnd && json[walker.Position] == '{';
        bool valid = walker.TryValue();
        if (valid)
        {
            walker.SkipWhiteSpace();
            valid = walker.AtEnd;
        }

        if (walker.IsTooDeep)
        {
            throw new InvalidRecordException(
                RecordFault.TooDeep, walker.Position, $"The value nests more than {JsonWalker.MaximumDepth} levels deep; the maximum is {MaximumDepth}. Store less, or split the value into several records.");
        }

        if (!valid || !Utf8.IsValid(json))
        {
            int offset = valid ? Utf8FaultIn(json) : walker.Position;
            throw new InvalidRecordException(
                RecordFault.Malformed, offset, $"The value is not valid JSON in UTF-8 at byte {offset}. Correct the text.");
        }

        if (!isObject)
        {
            throw new InvalidRecordException(
                RecordFault.NotAnObject, 0, $"A record must be a JSON object, but the value is {Describe(json)}. Put it into an object, such as {{\"value\": ...}}.");
        }

        if (walker.Depth > MaximumDepth)
        {
            throw new InvalidRecordException(
                RecordFault.TooDeep, 0, $"The value nests {walker.Depth} levels deep; the maximum is {MaximumDepth}. Store less, or split the value into several records.");
        }

        return !walker.MetWhiteSpace;
    }

    /// <summary>Whether unchecked bytes are a record that readers of files accept.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> json)
    {
        if (CompactObject.IsValid(json))
        {
            return true;
        }

        JsonWalker walker = new(json);
        return IsObject(json) && walker.TryValue() && walker.AtEnd && Utf8.IsValid(json);
    }

    /// <summary>
    /// Whether a stored record is equal to a well-formed one. One that is not well-formed, which another program can have
    /// stored, or is too deep to be compared, equals only the same bytes.
    /// </summary>
    public static bool AreEqual(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> record)
    {
        if (stored.SequenceEqual(record))
        {
            return true;
        }

        JsonWalker walker = new(stored);
        return IsObject(stored) && walker.TryValue() && walker.AtEnd && walker.Depth <= MaximumDepth && Utf8.IsValid(stored) && JsonEquality.AreExactlyEqual(stored, record);
    }

    /// <summary>Whether well-formed text is an object; for values that other programs wrote.</summary>
    public static bool IsObject(ReadOnlySpan<byte> json) => json.Length >= 2 && json[0] == '{';

    /// <summary>Copies well-formed JSON without the white space outside of its strings.</summary>
    public static void Minify(ReadOnlySpan<byte> json, ByteBuffer output)
    {
        bool inString = false;
        for (int i = 0; i < json.Length; i++)
        {
            byte value = json[i];
            if (inString && value == '\\')
            {
                output.Append(json.Slice(i++, 2));
                continue;
            }

            inString ^= value == '"';
            if (inString || value is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                output.Append(value);
            }
        }
    }

    private static int Utf8FaultIn(ReadOnlySpan<byte> json)
    {
        int offset = 0;
        while (Rune.DecodeFromUtf8(json[offset..], out _, out int length) == OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }

    private static string Describe(ReadOnlySpan<byte> json) => (json.TrimStart(" \t\r\n"u8)[0]) switch
    {
        (byte)'[' => "an array",
        (byte)'"' => "a string",
        (byte)'t' or (byte)'f' => "a boolean",
        (byte)'n' => "null",
        _ => "a number",
    };
}
