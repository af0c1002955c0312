namespace OpsLog.Bench.Harness;

/// <summary>Arithmetic on the values of the rounds.</summary>
internal static class Statistics
{
    /// <summary>The confidence with which <see cref="MedianInterval"/> contains the median.</summary>
    public const double Confidence = 0.9;

    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>A quantile, with linear interpolation between the two nearest values.</summary>
    public static double Quantile(IEnumerable<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            throw new ArgumentException("No quantile exists without a value.", nameof(values));
        }

        double place = part * (sorted.Length - 1);
        int below = (int)Math.Floor(place);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (place - below));
    }

    /// <summary>
    /// The distance between the quartiles, as a part of the median; not a number if there are fewer than three values, and
    /// 0 if the median is 0.
    /// </summary>
    public static double Spread(IReadOnlyCollection<double> values)
    {
        double median = Median(values);
        return values.Count < 3 ? double.NaN : median == 0 ? 0 : (Quantile(values, 0.75) - Quantile(values, 0.25)) / Math.Abs(median);
    }

    /// <summary>
    /// The narrowest interval between two of the values that contains the median of all possible rounds with at least
    /// <see cref="Confidence"/>, whatever the distribution is; null if there are too few values. Of n values, the number
    /// below the median is binomial, so the k-th smallest and the k-th largest enclose it except with twice the probability
    /// of fewer than k.
    /// </summary>
    public static (double Least, double Most)? MedianInterval(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        double exactly = Math.Pow(0.5, sorted.Length);
        double fewer = exactly;
        int k = 0;
        while (k < sorted.Length / 2 && 2 * fewer <= 1 - Confidence)
        {
            k++;
            exactly = exactly * (sorted.Length - k + 1) / k;
            fewer += exactly;
        }

        return k == 0 ? null : (sorted[k - 1], sorted[^k]);
    }
}
