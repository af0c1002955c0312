namespace OpsLog.Core.Json;

/// <summary>
/// Compares two versions of a record property by property. Objects that are in both are compared by their properties;
/// arrays and all other values are compared as a whole. Values are equal if they mean the same: keys in another order and
/// other escapes are no change, and of duplicate keys the last one is used.
/// </summary>
public static class PropertyChanges
{
    /// <summary>Deeper than any record that this engine accepts. A foreign record is compared byte by byte from there.</summary>
    private const int DeepestCompared = 100;

    private const int Room = 32;

    /// <summary>
    /// The properties that differ: those that were added or changed, in the order of the new version, then in each object
    /// those that were removed, in the order of the old one. All of them are added if there is no old version, and removed
    /// if there is no new one; the objects in such a version are not taken apart.
    /// </summary>
    /// <param name="before">The old version, a JSON object in UTF-8; null if there is none.</param>
    /// <param name="after">The new version, a JSON object in UTF-8; null if there is none.</param>
    public static IReadOnlyList<PropertyChange> Between(ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte>? after)
    {
        List<PropertyChange> changes = [];
        Compare(before ?? "{}"u8.ToArray(), after ?? "{}"u8.ToArray(), [], changes);
        return changes;
    }

    private static void Compare(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, string[] path, List<PropertyChange> changes)
    {
        PatchKeys old = PatchKeys.OfObject(before.Span, stackalloc PatchKeys.Part[Room]);
        PatchKeys current = PatchKeys.OfObject(after.Span, stackalloc PatchKeys.Part[Room]);
        for (int i = 0; i < current.Count; i++)
        {
            ReadOnlySpan<byte> key = current.Key(i);
            if (current.Find(key) != i)
            {
                continue;
            }

            int match = old.Find(key);
            ReadOnlyMemory<byte> value = after.Slice(current.ValueStart(i), current.Value(i).Length);
            if (match < 0)
            {
                changes.Add(new PropertyChange(Extend(path, key), null, value));
                continue;
            }

            CompareValues(before.Slice(old.ValueStart(match), old.Value(match).Length), value, Extend(path, key), changes);
        }

        for (int i = 0; i < old.Count; i++)
        {
            ReadOnlySpan<byte> key = old.Key(i);
            if (old.Find(key) == i && current.Find(key) < 0)
            {
                changes.Add(new PropertyChange(Extend(path, key), before.Slice(old.ValueStart(i), old.Value(i).Length), null));
            }
        }
    }

    private static void CompareValues(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, string[] path, List<PropertyChange> changes)
    {
        if (before.Span.SequenceEqual(after.Span))
        {
            return;
        }

        bool isDeep = path.Length >= DeepestCompared;
        if (before.Span[0] == '{' && after.Span[0] == '{' && !isDeep)
        {
            Compare(before, after, path, changes);
        }
        else if (isDeep || !JsonEquality.AreExactlyEqual(before.Span, after.Span))
        {
            changes.Add(new PropertyChange(path, before, after));
        }
    }

    private static string[] Extend(string[] path, ReadOnlySpan<byte> rawKey) => [.. path, JsonText.Decode(JsonText.Plain(rawKey))];
}
