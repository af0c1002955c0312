using System.Numerics;

namespace OpsLog.PowerShell.Measures;

/// <summary>
/// The sum of numbers. Integers and decimals are added exactly, in any order and size. The sum is a double if one of the
/// numbers is a double.
/// </summary>
internal sealed class NumberTotal
{
    /// <summary>The most digits that a decimal has behind the point.</summary>
    private const byte MaxScale = 28;

    private static readonly BigInteger s_one = BigInteger.Pow(10, MaxScale);
    private static readonly BigInteger s_maxMantissa = new(decimal.MaxValue);

    private long _small;
    private BigInteger _large;

    // In units of the last place of a decimal.
    private BigInteger _decimals;
    private bool _hasDecimals;
    private double _doubles;
    private bool _hasDoubles;

    /// <summary>How many numbers were added.</summary>
    public long Count { get; private set; }

    /// <summary>The sum as a long, BigInteger, decimal or double; null if there are no numbers.</summary>
    public object? Sum
    {
        get
        {
            BigInteger whole = _large + _small;
            BigInteger scaled = (whole * s_one) + _decimals;
            return Count == 0 ? null
                : _hasDoubles ? _doubles + ((double)scaled / (double)s_one)
                : _hasDecimals ? ToDecimal(scaled)
                : whole >= long.MinValue && whole <= long.MaxValue ? (object)(long)whole
                : whole;
        }
    }

    /// <summary>The average: a decimal if the sum is one, otherwise a double; null if there are no numbers.</summary>
    public object? Average => Sum switch
    {
        null => null,
        decimal exact => exact / Count,
        object sum => Number.ToDouble(sum) / Count,
    };

    public void Add(long number)
    {
        Count++;
        long sum = unchecked(_small + number);
        if (((_small ^ sum) & (number ^ sum)) < 0)
        {
            _large += _small;
            sum = number;
        }

        _small = sum;
    }

    /// <summary>Adds a number of one of the types of <see cref="Number"/>.</summary>
    public void Add(object number)
    {
        switch (number)
        {
            case long integer:
                Add(integer);
                return;
            case BigInteger large:
                _large += large;
                break;
            case decimal exact:
                _hasDecimals = true;
                _decimals += MantissaOf(exact) * BigInteger.Pow(10, MaxScale - exact.Scale);
                break;
            default:
                _hasDoubles = true;
                _doubles += (double)number;
                break;
        }

        Count++;
    }

    private static BigInteger MantissaOf(decimal value)
    {
        int[] bits = decimal.GetBits(value);
        return new BigInteger(new decimal(bits[0], bits[1], bits[2], value < 0, 0));
    }

    /// <summary>The decimal with as many of the digits as it can have; a double if it is too large.</summary>
    private static object ToDecimal(BigInteger scaled)
    {
        byte scale = MaxScale;
        BigInteger unit = BigInteger.One, mantissa = scaled;
        while (scale > 0 && (BigInteger.Abs(mantissa) > s_maxMantissa || (mantissa % 10).IsZero))
        {
            unit *= 10;
            scale--;
            mantissa = (scaled + (scaled.Sign * unit / 2)) / unit;
        }

        if (BigInteger.Abs(mantissa) > s_maxMantissa)
        {
            return (double)scaled / (double)s_one;
        }

        int[] bits = decimal.GetBits((decimal)BigInteger.Abs(mantissa));
        return new decimal(bits[0], bits[1], bits[2], mantissa.Sign < 0, scale);
    }
}
