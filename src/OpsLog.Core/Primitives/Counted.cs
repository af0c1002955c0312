namespace OpsLog.Core.Primitives;

/// <summary>Numbers with their nouns, for messages.</summary>
internal static class Counted
{
    /// <summary>The number and the noun, as in: 1 record, 2 records.</summary>
    public static string Of(long count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>The same with a verb, as in: 1 record is, 2 records are.</summary>
    public static string Of(long count, string noun, string one, string several) => $"{Of(count, noun)} {(count == 1 ? one : several)}";
}
