using System.Globalization;

namespace OpsLog.Bench.Sides;

/// <summary>A line <c>name=value name=value</c>, in which processes of the benchmark return their measurements.</summary>
internal sealed class Figures
{
    private readonly Dictionary<string, double> _values = [];

    public static Figures Parse(string line)
    {
        Figures figures = new();
        foreach (string part in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=');
            figures._values[pair[0]] = double.Parse(pair[1], CultureInfo.InvariantCulture);
        }

        return figures;
    }

    public double this[string name] => _values.TryGetValue(name, out double value)
        ? value
        : throw new InvalidOperationException($"The measured process returned nothing for '{name}'.");

    public static Figures Of(params (string Name, double Value)[] figures)
    {
        Figures made = new();
        foreach ((string name, double value) in figures)
        {
            made._values[name] = value;
        }

        return made;
    }

    public override string ToString() =>
        string.Join(' ', _values.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key}={f.Value:R}")));
}
