using System.Management.Automation;

namespace OpsLog.PowerShell.Conversion;

/// <summary>The properties that PowerShell adds to objects from a job or another session to identify their origin.</summary>
internal static class Origin
{
    private const string Computer = "PSComputerName";
    private const string Runspace = "RunspaceId";

    public static bool IsName(string name) => name is Computer or Runspace or "PSShowComputerName" or "PSSourceJobInstanceId";

    /// <summary>
    /// Whether the shell added such properties to this object. A record can have a property with one of these names
    /// itself; the shell adds computer and runspace together, and each with its type.
    /// </summary>
    public static bool IsOn(PSObject value) => SerializedValue.Is(value)
        && Wrapper.Bare(value.Properties[Computer]?.Value) is string && Wrapper.Bare(value.Properties[Runspace]?.Value) is Guid;

    /// <summary>Whether the shell added this property to an object for which <see cref="IsOn"/> is true.</summary>
    public static bool IsPart(PSPropertyInfo property) => property.MemberType == PSMemberTypes.NoteProperty && property.Name switch
    {
        Computer or Runspace => true,
        "PSShowComputerName" => Wrapper.Bare(property.Value) is bool,
        "PSSourceJobInstanceId" => Wrapper.Bare(property.Value) is Guid,
        _ => false,
    };
}
