using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>The records of a store by the bytes of their ids, whatever those are.</summary>
internal sealed class StoreState : IEquatable<StoreState>
{
    private readonly SortedDictionary<string, byte[]> _records = new(StringComparer.Ordinal);

    public static StoreState Of(IRecordReader store)
    {
        StoreState state = new();
        foreach (RecordRef record in store.View())
        {
            if (!state._records.TryAdd(Encoding.Latin1.GetString(record.Id), Compact(record.Value)))
            {
                throw new FuzzFailureException($"record '{record.IdText}' occurs twice");
            }
        }

        FuzzFailureException.ThrowUnlessEqual(state._records.Count, store.Count, "the number of records");
        return state;
    }

    /// <summary>The ids that can be written as strings.</summary>
    public IEnumerable<string> Ids => _records.Keys.Select(key => JsonText.Decode(Encoding.Latin1.GetBytes(key))).Where(id => _records.ContainsKey(KeyOf(id)));

    public StoreState With(string id, string? value)
    {
        StoreState changed = new();
        foreach ((string key, byte[] bytes) in _records)
        {
            changed._records.Add(key, bytes);
        }

        if (value is null)
        {
            changed._records.Remove(KeyOf(id));
        }
        else
        {
            changed._records[KeyOf(id)] = Encoding.UTF8.GetBytes(value);
        }

        return changed;
    }

    public bool Equals(StoreState? other) =>
        other is not null && _records.Count == other._records.Count
        && _records.All(record => other._records.TryGetValue(record.Key, out byte[]? value) && value.AsSpan().SequenceEqual(record.Value));

    public override bool Equals(object? obj) => Equals(obj as StoreState);

    public override int GetHashCode() => _records.Count;

    /// <summary>
    /// Data with a checksum is considered data of this engine, which contains no white space, and is copied unchanged
    /// or without white space.
    /// </summary>
    private static byte[] Compact(ReadOnlySpan<byte> value)
    {
        if (!JsModel.IsWellFormed(value, out _))
        {
            return value.ToArray();
        }

        using ByteBuffer compact = new();
        RecordJson.Minify(value, compact);
        return compact.Span.ToArray();
    }

    private static string KeyOf(string id) => Encoding.Latin1.GetString(JsonText.Encode(id));

    public override string ToString() => string.Join(' ', _records.Select(record => $"{record.Key}={Encoding.Latin1.GetString(record.Value)}"));
}
