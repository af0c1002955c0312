namespace OpsLog.Core.Json;

/// <summary>
/// The keys of one side of a reverse patch, with lookups by the rules of JavaScript: escapes resolved, the last of
/// duplicate keys first. A patch usually has a few plain keys, which are compared one by one. Many keys, and keys with
/// escapes, are hashed, so that no file can make undo or history take time with the square of the length of a line.
/// </summary>
internal readonly ref struct PatchKeys
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly ReadOnlySpan<Part> _parts;
    private readonly Dictionary<string, int>? _byName;

    private PatchKeys(ReadOnlySpan<byte> json, ReadOnlySpan<Part> parts, bool isLarge)
    {
        _json = json;
        _parts = parts;
        if (isLarge || HasEscapes())
        {
            _byName = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < parts.Length; i++)
            {
                _byName[NameOf(Key(i))] = i;
            }
        }
    }

    /// <summary>The position of a key and, in an object, of its value in the text.</summary>
    internal readonly record struct Part(int KeyStart, int KeyLength, int ValueStart, int ValueLength);

    public int Count => _parts.Length;

    /// <summary>The keys of a well-formed object; uses <paramref name="room"/> if it is large enough.</summary>
    public static PatchKeys OfObject(ReadOnlySpan<byte> json, Span<Part> room)
    {
        int count = 0;
        List<Part>? more = null;
        JsonMembers members = new(json);
        while (members.MoveNext())
        {
            Add(new Part(members.KeyStart, members.RawKey.Length, members.ValueStart, members.Value.Length), room, ref count, ref more);
        }

        return Make(json, room, count, more);
    }

    /// <summary>The strings of a list that <see cref="IsListOfKeys"/> accepted.</summary>
    public static PatchKeys OfList(ReadOnlySpan<byte> json, Span<Part> room)
    {
        int count = 0;
        List<Part>? more = null;
        JsonWalker walker = new(json, 1);
        walker.SkipWhiteSpace();
        int start = walker.Position + 1;
        while (walker.TryString(out ReadOnlySpan<byte> key))
        {
            Add(new Part(start, key.Length, 0, 0), room, ref count, ref more);
            walker.TryStep((byte)',');
            walker.SkipWhiteSpace();
            start = walker.Position + 1;
        }

        return Make(json, room, count, more);
    }

    /// <summary>Whether a well-formed value is an array of strings.</summary>
    public static bool IsListOfKeys(ReadOnlySpan<byte> json)
    {
        JsonWalker walker = new(json);
        if (!walker.TryStep((byte)'['))
        {
            return false;
        }

        walker.SkipWhiteSpace();
        while (walker.TryString(out _))
        {
            walker.TryStep((byte)',');
            walker.SkipWhiteSpace();
        }

        return walker.TryStep((byte)']');
    }

    public ReadOnlySpan<byte> Key(int index) => _json.Slice(_parts[index].KeyStart, _parts[index].KeyLength);

    /// <summary>The offset of a value in the text of the object.</summary>
    public int ValueStart(int index) => _parts[index].ValueStart;

    public ReadOnlySpan<byte> Value(int index) => _json.Slice(_parts[index].ValueStart, _parts[index].ValueLength);

    /// <summary>The last key that equals <paramref name="rawKey"/>; -1 if there is none.</summary>
    public int Find(ReadOnlySpan<byte> rawKey)
    {
        if (_byName is not null)
        {
            return _byName.GetValueOrDefault(NameOf(rawKey), -1);
        }

        ReadOnlySpan<byte> key = JsonText.Plain(rawKey);
        int at = _parts.Length - 1;
        while (at >= 0 && !Key(at).SequenceEqual(key))
        {
            at--;
        }

        return at;
    }

    private bool HasEscapes()
    {
        bool has = false;
        for (int i = 0; i < _parts.Length && !has; i++)
        {
            has = Key(i).Contains((byte)'\\');
        }

        return has;
    }

    private static void Add(Part part, Span<Part> room, ref int count, ref List<Part>? more)
    {
        if (count < room.Length)
        {
            room[count++] = part;
            return;
        }

        more ??= [.. room];
        more.Add(part);
    }

    private static PatchKeys Make(ReadOnlySpan<byte> json, Span<Part> room, int count, List<Part>? more) =>
        more is null ? new PatchKeys(json, room[..count], false) : new PatchKeys(json, more.ToArray(), true);

    private static string NameOf(ReadOnlySpan<byte> rawKey) => JsonText.Decode(JsonText.Plain(rawKey));
}
