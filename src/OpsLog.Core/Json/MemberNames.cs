namespace OpsLog.Core.Json;

/// <summary>
/// The members of an object by their names. Of duplicate names the last value is used, as in JSON.parse. With regard to
/// case or without: the exact name takes precedence, then the last one that differs only in case.
/// </summary>
internal sealed class MemberNames
{
    private readonly Dictionary<string, Member> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>? _similar;

    public MemberNames(ReadOnlySpan<byte> json, bool ignoreCase)
    {
        _similar = ignoreCase ? new(StringComparer.OrdinalIgnoreCase) : null;
        JsonMembers members = new(json);
        while (members.MoveNext())
        {
            string name = JsonText.Decode(members.Key);
            Range value = members.ValueStart..(members.ValueStart + members.Value.Length);
            if (_exact.TryAdd(name, new Member(members.KeyStart..(members.KeyStart + members.RawKey.Length), value)))
            {
                _similar?[name] = name;
            }
            else
            {
                _exact[name] = _exact[name] with { Value = value };
            }
        }
    }

    /// <summary>Finds a member.</summary>
    /// <param name="name">The name, escapes resolved.</param>
    /// <param name="member">Where its key, as it is written, and its value are in the text.</param>
    public bool TryFind(string name, out Member member) =>
        _exact.TryGetValue(name, out member)
        || (_similar is not null && _similar.TryGetValue(name, out string? similar) && _exact.TryGetValue(similar, out member));

    /// <summary>The places of a member in the text.</summary>
    internal readonly record struct Member(Range Key, Range Value);
}
