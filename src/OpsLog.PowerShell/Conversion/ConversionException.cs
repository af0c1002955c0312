namespace OpsLog.PowerShell.Conversion;

/// <summary>A value or a record that can't be converted. The message contains the property and what to do.</summary>
internal sealed class ConversionException(Fault fault, string path, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What is wrong.</summary>
    public Fault Fault { get; } = fault;

    /// <summary>Where, such as <c>owner.phones[2]</c>; empty for the object as a whole.</summary>
    public string Path { get; } = path;
}
