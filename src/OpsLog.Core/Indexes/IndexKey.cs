namespace OpsLog.Core.Indexes;

/// <summary>The place of a value in an index.</summary>
/// <param name="Class">The class of the value.</param>
/// <param name="Value">The place in the order of this class.</param>
internal readonly record struct IndexKey(ValueClass Class, ulong Value)
{
    private const ulong Sign = 1UL << 63;

    /// <summary>No record.</summary>
    public static IndexKey None => default;

    public static IndexKey Of(OtherValue value) => new(ValueClass.Other, (ulong)value);

    /// <summary>Numbers in the order of their values. Both zeros are the same number.</summary>
    public static IndexKey Of(double number) => new(ValueClass.Number, NumberKey(number));

    public static IndexKey OfDate(long ticks) => new(ValueClass.Date, (ulong)ticks);

    /// <summary>A key that has the order of the numbers.</summary>
    public static ulong NumberKey(double number)
    {
        ulong bits = number == 0 ? 0 : BitConverter.DoubleToUInt64Bits(number);
        return (bits & Sign) != 0 ? ~bits : bits | Sign;
    }
}
