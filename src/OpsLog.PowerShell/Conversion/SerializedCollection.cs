using System.Collections;
using System.Management.Automation;

namespace OpsLog.PowerShell.Conversion;

/// <summary>A list or dictionary that PowerShell's serializer created.</summary>
internal static class SerializedCollection
{
    /// <summary>What a serialized list or dictionary lost of the original collection.</summary>
    public static Reduction? ReductionOf(PSObject collection)
    {
        string name = SerializedValue.TypeName(collection);
        if (name.EndsWith(",]", StringComparison.Ordinal))
        {
            return Reduction.Flattened;
        }

        if (name.EndsWith("[]", StringComparison.Ordinal) || name.EndsWith("[*]", StringComparison.Ordinal))
        {
            return null;
        }

        return name.StartsWith("System.Linq.", StringComparison.Ordinal) && name.Contains("Lookup`2") ? Reduction.Serialized
            : name.StartsWith("System.Linq.", StringComparison.Ordinal) && name.Contains("Grouping`2") ? Reduction.Properties
            : SerializedValue.TypeOf(collection) is not { } type ? null
            : ExtraProperties.Declares(type) ? Reduction.Properties
            : ValueShapes.Of(type) switch
            {
                ValueShape.Sequence or ValueShape.Object => null,
                ValueShape.Dictionary when collection.BaseObject is IDictionary => null,
                _ => Reduction.Serialized,
            };
    }
}
