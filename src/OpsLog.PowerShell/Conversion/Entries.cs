using System.Collections;
using System.Collections.Specialized;
using System.Data;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// The entries of every type with keys and values: dictionaries of every kind, lookups, name-value collections, rows of
/// a table, JSON objects.
/// </summary>
internal static class Entries
{
    /// <summary>The entries; null for any other value.</summary>
    /// <exception cref="ConversionException"><see cref="Fault.DuplicateKey"/>: possible in JSON and in a data reader. It has no path.</exception>
    public static IDictionary? Of(object value) => value switch
    {
        IDictionary entries => entries,
        System.Management.Automation.PSObject => null,
        JsonElement element => OfJson(element),
        JsonDocument document => OfJson(document.RootElement),
        _ when ValueShapes.Of(value.GetType()) != ValueShape.Dictionary => null,
        NameValueCollection pairs => OfPairs(pairs),
        StringDictionary strings => Copy(strings.Cast<DictionaryEntry>(), entry => entry.Key, entry => entry.Value),
        HttpHeaders headers => Copy(headers, header => header.Key, header => OneOrAll(header.Value.ToArray())),
        DataRow row => OfRow(row),
        DataRowView view => Copy(view.DataView.Table!.Columns.Cast<DataColumn>(), column => column.ColumnName, column => view[column.Ordinal]),
        IDataRecord record => Copy(Enumerable.Range(0, record.FieldCount), record.GetName, record.GetValue),
        _ => OfGeneric(value),
    };

    private static OrderedDictionary? OfJson(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? Copy(element.EnumerateObject(), property => property.Name, property => property.Value)
        : null;

    private static OrderedDictionary OfPairs(NameValueCollection pairs) =>
        Copy(Enumerable.Range(0, pairs.Count), pairs.GetKey, index => OneOrAll(pairs.GetValues(index)));

    private static OrderedDictionary OfRow(DataRow row) => Copy(row.Table.Columns.Cast<DataColumn>(), column => column.ColumnName, column => row[column]);

    private static object? OneOrAll(string[]? values) => values is [var only] ? only : values;

    private static IDictionary OfGeneric(object value)
    {
        Type type = EntryTypes.Generic(value.GetType())!;
        string copy = type.GetGenericTypeDefinition() == typeof(ILookup<,>) ? nameof(CopyLookup) : nameof(CopyPairs);
        return (IDictionary)typeof(Entries)
            .GetMethod(copy, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type.GetGenericArguments())
            .Invoke(null, [value])!;
    }

    private static OrderedDictionary CopyPairs<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> pairs) =>
        Copy(pairs, pair => pair.Key, pair => pair.Value);

    private static OrderedDictionary CopyLookup<TKey, TElement>(ILookup<TKey, TElement> lookup) =>
        Copy(lookup, group => group.Key, group => group.ToArray());

    private static OrderedDictionary Copy<T>(IEnumerable<T> source, Func<T, object?> key, Func<T, object?> value)
    {
        OrderedDictionary copy = [];
        foreach (T entry in source)
        {
            object name = key(entry) ?? NullKey.Instance;
            if (copy.Contains(name))
            {
                throw new ConversionException(Fault.DuplicateKey, "", $"The object contains the key '{name}' twice. Rename or remove one of them.");
            }

            copy.Add(name, value(entry));
        }

        return copy;
    }

    /// <summary>The position of a null key, which has no string and can't be in a record.</summary>
    private sealed class NullKey
    {
        public static readonly NullKey Instance = new();

        public override string? ToString() => null;
    }
}
