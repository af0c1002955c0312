using System.Text.Json;
using OpsLog.Core.Json;
using OpsLog.Core.State;

namespace OpsLog.PowerShell.Binding;

/// <summary>What some of the records contain, for completion, which has to be quick in a large store.</summary>
internal static class RecordSample
{
    /// <summary>Reading these records takes about a millisecond.</summary>
    private const int Most = 1000;

    /// <summary>The names of the properties, in the order in which they are first seen.</summary>
    /// <param name="view">The records.</param>
    /// <param name="nested">Whether the properties of nested objects are included, with the path as their name.</param>
    public static IEnumerable<string> PropertyNames(RecordView view, bool nested)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        List<string> names = [];
        foreach (int cursor in Cursors(view))
        {
            try
            {
                AddNames(view.At(cursor).Value, nested, name => AddOnce(seen, names, name));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // A record that can't be read, or a name that is not valid text, is no help.
            }
        }

        return names;
    }

    /// <summary>The different values of a property: strings, numbers, Booleans, and those in arrays.</summary>
    /// <param name="view">The records.</param>
    /// <param name="property">The name of the property, or a path with dots.</param>
    public static IEnumerable<string> Values(RecordView view, string property)
    {
        PropertyName[] path = [.. property.Split('.').Select(name => new PropertyName(name, ignoreCase: true))];
        PropertyName whole = new(property, ignoreCase: true);
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<string> values = [];
        foreach (int cursor in Cursors(view))
        {
            ReadOnlySpan<byte> json = view.At(cursor).Value;
            try
            {
                if (whole.Find(json, out ReadOnlySpan<byte> value) == PropertyMatch.Found || TryFind(path, json, out value))
                {
                    AddValues(value, text => AddOnce(seen, values, text));
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // As above.
            }
        }

        return values;
    }

    /// <summary>The cursors of records that are spread over all.</summary>
    private static IEnumerable<int> Cursors(RecordView view)
    {
        int step = Math.Max(1, view.Count / Most);
        for (int cursor = -1; view.TryAdvance(ref cursor); cursor += step - 1)
        {
            yield return cursor;
        }
    }

    private static void AddOnce(HashSet<string> seen, List<string> list, string text)
    {
        if (text.Length > 0 && seen.Add(text))
        {
            list.Add(text);
        }
    }

    private static void AddNames(ReadOnlySpan<byte> json, bool nested, Action<string> add)
    {
        Utf8JsonReader reader = new(json);
        string parent = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                parent = reader.GetString()!;
                add(parent);
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                add($"{parent}.{reader.GetString()}");
            }
            else if (reader.TokenType == JsonTokenType.StartArray || (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth >= (nested ? 2 : 1)))
            {
                reader.Skip();
            }
        }
    }

    private static bool TryFind(PropertyName[] path, ReadOnlySpan<byte> json, out ReadOnlySpan<byte> value)
    {
        value = json;
        foreach (PropertyName name in path)
        {
            if (value.IsEmpty || value[0] != '{' || name.Find(value, out ReadOnlySpan<byte> found) != PropertyMatch.Found)
            {
                return false;
            }

            value = found;
        }

        return true;
    }

    private static void AddValues(ReadOnlySpan<byte> json, Action<string> add)
    {
        Utf8JsonReader reader = new(json);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    add(reader.GetString()!);
                    break;
                case JsonTokenType.Number:
                    add(System.Text.Encoding.UTF8.GetString(reader.ValueSpan));
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    add(reader.GetBoolean() ? "$true" : "$false");
                    break;
                case JsonTokenType.StartObject:
                    reader.Skip();
                    break;
            }
        }
    }
}
