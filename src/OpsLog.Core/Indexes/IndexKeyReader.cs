using System.Buffers.Text;
using System.Globalization;
using OpsLog.Core.Json;

namespace OpsLog.Core.Indexes;

/// <summary>
/// Finds the key of a property in a record. The name is one as users write it: without regard to case, and a path if it
/// contains dots. Whatever is not certain, such as names that differ only in case, or a property whose name contains
/// the dots, is irregular.
/// </summary>
internal sealed class IndexKeyReader
{
    private const int LongestNumber = 32;

    private readonly PropertyName[] _path;
    private readonly PropertyName? _whole;

    public IndexKeyReader(string property)
    {
        string[] names = PropertyName.NamesOf(property);
        _path = [.. names.Select(name => new PropertyName(name, ignoreCase: true))];
        _whole = names.Length > 1 ? new PropertyName(property, ignoreCase: true) : null;
    }

    /// <summary>The key of a record.</summary>
    /// <param name="json">The record.</param>
    /// <param name="texts">Gives keys to texts.</param>
    public IndexKey Read(ReadOnlySpan<byte> json, TextKeys texts)
    {
        if (_whole is not null && _whole.Find(json, out _) != PropertyMatch.Missing)
        {
            return IndexKey.Of(OtherValue.Irregular);
        }

        for (int i = 0; ; i++)
        {
            switch (_path[i].Find(json, out ReadOnlySpan<byte> value))
            {
                case PropertyMatch.Missing:
                    return IndexKey.Of(OtherValue.Missing);
                case not PropertyMatch.Found:
                    return IndexKey.Of(OtherValue.Irregular);
            }

            if (i == _path.Length - 1)
            {
                return OfValue(value, texts);
            }

            if (value[0] != '{')
            {
                return IndexKey.Of(value[0] == 'n' ? OtherValue.Missing : OtherValue.Irregular);
            }

            json = value;
        }
    }

    private static IndexKey OfValue(ReadOnlySpan<byte> value, TextKeys texts) => value[0] switch
    {
        (byte)'"' => OfText(value[1..^1], texts),
        (byte)'n' => IndexKey.Of(OtherValue.Null),
        (byte)'t' => IndexKey.Of(OtherValue.True),
        (byte)'f' => IndexKey.Of(OtherValue.False),
        (byte)'[' or (byte)'{' => IndexKey.Of(OtherValue.Irregular),
        _ => OfNumber(value),
    };

    private static IndexKey OfText(ReadOnlySpan<byte> text, TextKeys texts)
    {
        if (!IndexCondition.IsPlain(text) || text.Contains((byte)'\\'))
        {
            return IndexKey.Of(OtherValue.Irregular);
        }

        if (!ClockText.IsCandidate(text))
        {
            return new IndexKey(ValueClass.Text, texts.Add(text));
        }

        return ClockText.TryRead(text, out long ticks, out int length) && text[length..] is [] or [(byte)'Z']
            ? IndexKey.OfDate(ticks)
            : IndexKey.Of(OtherValue.Irregular);
    }

    private static IndexKey OfNumber(ReadOnlySpan<byte> text)
    {
        if (Utf8Parser.TryParse(text, out long whole, out int used) && used == text.Length)
        {
            return IndexKey.Of(whole);
        }

        if (text.Length > LongestNumber || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return IndexKey.Of(OtherValue.Irregular);
        }

        Span<byte> shortest = stackalloc byte[LongestNumber];
        number.TryFormat(shortest, out int length, default, CultureInfo.InvariantCulture);
        shortest = shortest[..length];
        bool isShortest = text.SequenceEqual(shortest) || (text.Length == length + 2 && text.EndsWith(".0"u8) && text.StartsWith(shortest));
        return isShortest && text.IndexOfAny((byte)'e', (byte)'E') < 0 ? IndexKey.Of(number) : IndexKey.Of(OtherValue.Irregular);
    }
}
