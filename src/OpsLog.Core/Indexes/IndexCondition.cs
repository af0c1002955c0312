using System.Text;

namespace OpsLog.Core.Indexes;

/// <summary>
/// What a filter asks an index for: which values of a property a record can have if the filter selects it. An index
/// returns every record that can be selected, and more: arrays, objects and other values that it does not order are always
/// among them, so the filter is applied to what it returns.
/// </summary>
/// <param name="property">The property, as for the index: without regard to case, and a path if it contains dots.</param>
public sealed class IndexCondition(string property)
{
    private const byte Delete = 0x7F;

    /// <summary>The property.</summary>
    public string Property => property;

    /// <summary>
    /// The strings that can be selected, for which <see cref="IsPlain(string)"/> is true; strings that differ only in case are the
    /// same. Null if it can be any string.
    /// </summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>The numbers that can be selected, in ranges that do not overlap; null if it can be any number.</summary>
    public IReadOnlyList<NumberRange>? Numbers { get; init; }

    /// <summary>The dates that can be selected, in ranges that do not overlap; null if it can be any date.</summary>
    public IReadOnlyList<DateRange>? Dates { get; init; }

    /// <summary>Which of <see cref="IndexedValues.Missing"/>, Null, True and False can be selected.</summary>
    public IndexedValues Possible { get; init; } = IndexedValues.Missing | IndexedValues.Null | IndexedValues.True | IndexedValues.False;

    /// <summary>The kinds of values for which the filter selects exactly what the condition contains.</summary>
    public IndexedValues Certain { get; init; }

    /// <summary>Whether an index orders a string: it contains only printable characters in ASCII.</summary>
    public static bool IsPlain(string text) => text.All(c => c is >= ' ' and < (char)Delete);

    internal static bool IsPlain(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)' ', (byte)(Delete - 1)) < 0;

    /// <summary>The places in an index.</summary>
    /// <param name="keys">The keys of the texts in it.</param>
    internal IReadOnlyList<IndexRange> RangesIn(TextKeys keys)
    {
        List<IndexRange> ranges = [new(ValueClass.Other, KeyRange.Of((ulong)OtherValue.Irregular), false)];
        Add(ranges, OtherValue.Missing, IndexedValues.Missing);
        Add(ranges, OtherValue.Null, IndexedValues.Null);
        Add(ranges, OtherValue.True, IndexedValues.True);
        Add(ranges, OtherValue.False, IndexedValues.False);
        IEnumerable<KeyRange> texts = Texts?.Select(text => keys.Find(Encoding.ASCII.GetBytes(text))).Distinct().Select(KeyRange.Of) ?? [KeyRange.All];
        ranges.AddRange(texts.Select(text => new IndexRange(ValueClass.Text, text, Certain.HasFlag(IndexedValues.Texts) && (Texts is null || TextKeys.IsExact(text.To)))));
        foreach (NumberRange range in Numbers ?? [new NumberRange(double.NegativeInfinity, double.PositiveInfinity)])
        {
            if (range.TryGetKeys(out KeyRange numbers))
            {
                ranges.Add(new IndexRange(ValueClass.Number, numbers, Certain.HasFlag(IndexedValues.Numbers)));
            }
        }

        IEnumerable<KeyRange> dates = Dates?.Select(range => range.Keys) ?? [KeyRange.All];
        ranges.AddRange(dates.Select(range => new IndexRange(ValueClass.Date, range, Certain.HasFlag(IndexedValues.Dates))));
        return ranges;
    }

    private void Add(List<IndexRange> ranges, OtherValue value, IndexedValues kind)
    {
        if (Possible.HasFlag(kind))
        {
            ranges.Add(new IndexRange(ValueClass.Other, KeyRange.Of((ulong)value), Certain.HasFlag(kind)));
        }
    }
}
