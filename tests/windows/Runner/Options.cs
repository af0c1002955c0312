using Xunit.Abstractions;

namespace OpsLog.WindowsRunner;

/// <summary>Options of discovery and execution, by name.</summary>
internal sealed class Options(params (string Name, object Value)[] values) : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    private readonly Dictionary<string, object?> _values = values.ToDictionary(value => value.Name, object? (value) => value.Value);

    public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out object? value) ? (TValue)value! : default!;

    public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
}
