using System.Management.Automation;

namespace OpsLog.PowerShell.Conversion;

/// <summary>A value without what PowerShell or a JSON library put around it.</summary>
internal static class PlainValue
{
    /// <summary>
    /// The value inside PowerShell's wrapper, and inside the object that the serializer or a JSON library created for
    /// it. A custom object is returned unchanged, because it has no inner value.
    /// </summary>
    public static object? Of(object? value)
    {
        if (value is PSObject wrapped && SerializedValue.Is(wrapped))
        {
            return Revival.TryRevive(wrapped, out object? revived) ? revived : SerializedValue.TextOf(wrapped) ?? Wrapper.Bare(value);
        }

        object? bare = Wrapper.Bare(value);
        return bare is not (null or string or PSObject) && ValueShapes.Of(bare.GetType()) == ValueShape.Json && JsonNodes.TryGetValue(bare, out object? inside)
            ? inside
            : bare;
    }
}
