using System.Management.Automation;
using OpsLog.Core.State;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Measures;

/// <summary>The measures of a property in one group.</summary>
internal sealed class PropertyMeasure(MeasureRequest request)
{
    private readonly NumberTotal? _total = request.Sum || request.Average ? new NumberTotal() : null;
    private readonly Extreme? _minimum = request.Minimum ? new Extreme(-1) : null;
    private readonly Extreme? _maximum = request.Maximum ? new Extreme(1) : null;
    private long _values;

    /// <summary>Measures the value of a record; returns whether the record has one.</summary>
    /// <exception cref="ConversionException">The value can't be measured.</exception>
    public bool Add(RecordRef record)
    {
        StoredValue stored = request.Property.In(record);
        if (stored.Kind is StoredKind.Missing or StoredKind.Null)
        {
            return stored.Kind == StoredKind.Null;
        }

        if (stored.Kind == StoredKind.Number && JsonNumber.TryReadLong(stored.Json, out long number))
        {
            _values++;
            _total?.Add(number);
            _minimum?.Offer(number);
            _maximum?.Offer(number);
            return true;
        }

        object? value = request.Property.Read(record, stored);
        Add(value);
        return value is not null;
    }

    /// <summary>The results as the shell gets them.</summary>
    public OpsLogMeasure ToResult(object? group, long count) => new(group, count, request.Property.Name)
    {
        Values = _values,
        Sum = request.Sum ? _total?.Sum : null,
        Average = request.Average ? _total?.Average : null,
        Minimum = _minimum?.Value,
        Maximum = _maximum?.Value,
    };

    private void Add(object? value)
    {
        switch (Wrapper.Bare(value))
        {
            case null:
                break;
            case object?[] elements:
                Array.ForEach(elements, Add);
                break;
            case object one when Number.Of(one) is { } number:
                _values++;
                _total?.Add(number);
                _minimum?.Offer(one, number);
                _maximum?.Offer(one, number);
                break;
            case IComparable comparable when _total is null && comparable is not PSObject:
                _values++;
                _minimum?.Offer(comparable, null);
                _maximum?.Offer(comparable, null);
                break;
            case object other:
                throw new ConversionException(Fault.NotMeasurable, request.Property.Name, _total is null
                    ? $"The value of the property '{request.Property.Name}' is an object, which has no order. The value is left out."
                    : $"The value '{other}' of the property '{request.Property.Name}' is not a number, which -Sum and -Average require. The value is left out.");
        }
    }
}
