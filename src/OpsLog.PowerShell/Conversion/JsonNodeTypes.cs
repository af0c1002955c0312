namespace OpsLog.PowerShell.Conversion;

/// <summary>The types of JSON that a library has parsed.</summary>
internal static class JsonNodeTypes
{
    private const string ForeignToken = "Newtonsoft.Json.Linq.JToken";

    /// <summary>Whether this is a node of Newtonsoft.Json.</summary>
    public static bool IsForeign(Type type)
    {
        for (Type? t = type; t is not null; t = t.BaseType)
        {
            if (t.FullName == ForeignToken)
            {
                return true;
            }
        }

        return false;
    }
}
