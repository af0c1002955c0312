using System.Text;
using System.Text.Json;
using OpsLog.Core.Json;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>One property that an operation changed. The values are converted to objects when they are read.</summary>
public sealed class OpsLogPropertyChange
{
    private readonly PropertyChange _change;
    private readonly RecordOutput _output;
    private object? _before;
    private object? _after;

    internal OpsLogPropertyChange(PropertyChange change, RecordOutput output)
    {
        _change = change;
        _output = output;
    }

    /// <summary>The name of the property; for one in a nested object, the path with dots.</summary>
    public string Property => string.Join('.', _change.Path.Select(PropertyPath.Quote));

    /// <summary>Added, Changed or Removed.</summary>
    public PropertyChangeKind Change =>
        _change.Before is null ? PropertyChangeKind.Added : _change.After is null ? PropertyChangeKind.Removed : PropertyChangeKind.Changed;

    /// <summary>The value before the operation; null if the property was added.</summary>
    public object? Before => _before ??= _output.ReadValue(_change.Before);

    /// <summary>The value after the operation; null if the property was removed.</summary>
    public object? After => _after ??= _output.ReadValue(_change.After);

    /// <summary>The property and its new value, such as <c>status=done</c>; a removed property as <c>-status</c>.</summary>
    public override string ToString() => _change.After is { } after ? $"{Property}={Text(after.Span)}" : $"-{Property}";

    /// <summary>
    /// A string without its quotes, in one line; any other value as it is stored. It does not depend on the form in which
    /// the values are returned.
    /// </summary>
    private static string Text(ReadOnlySpan<byte> json)
    {
        if (json[0] != '"')
        {
            return Encoding.UTF8.GetString(json);
        }

        Utf8JsonReader reader = new(json);
        reader.Read();
        string text = JsonString.Read(in reader);
        return text.Any(char.IsControl) ? Encoding.UTF8.GetString(json[1..^1]) : text;
    }
}
