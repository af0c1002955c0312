namespace OpsLog.Core.Indexes;

/// <summary>The keys of all entries, in order and by entry. It has no lock of its own.</summary>
internal sealed class IndexContent
{
    private readonly KeyOrder[] _orders;
    private ulong[] _keys;
    private ValueClass[] _classes;

    /// <param name="texts">The keys of texts.</param>
    /// <param name="orders">The entries by key, in the order of the classes.</param>
    /// <param name="keys">The keys by entry.</param>
    /// <param name="classes">The classes of the keys by entry.</param>
    public IndexContent(TextKeys texts, KeyOrder[] orders, ulong[] keys, ValueClass[] classes)
    {
        Texts = texts;
        _orders = orders;
        _keys = keys;
        _classes = classes;
    }

    /// <summary>The keys of texts.</summary>
    public TextKeys Texts { get; }

    /// <summary>The number of records.</summary>
    public int Count => _orders.Sum(order => order.Count);

    /// <summary>The number of different values. Reads all keys.</summary>
    public int CountKeys() => _orders.Sum(order => order.CountKeys());

    /// <summary>The memory in use, in bytes, except that of texts.</summary>
    public long Bytes => (_keys.LongLength * (sizeof(ulong) + sizeof(ValueClass))) + _orders.Sum(order => order.Bytes);

    /// <summary>Sets the key of an entry.</summary>
    public void Set(int entry, IndexKey key)
    {
        if (entry >= _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(entry + 1, _keys.Length + (_keys.Length / 2)));
            Array.Resize(ref _classes, _keys.Length);
        }

        IndexKey before = new(_classes[entry], _keys[entry]);
        if (before == key)
        {
            return;
        }

        if (before.Class != ValueClass.None)
        {
            Order(before.Class).Remove(new KeyEntry(before.Value, entry));
        }

        if (key.Class != ValueClass.None)
        {
            Order(key.Class).Add(new KeyEntry(key.Value, entry));
        }

        (_classes[entry], _keys[entry]) = (key.Class, key.Value);
    }

    public int CountIn(in IndexRange range) => Order(range.Class).CountIn(range.Keys);

    public int Copy(in IndexRange range, Span<int> target) => Order(range.Class).Copy(range.Keys, target);

    private KeyOrder Order(ValueClass kind) => _orders[(int)kind - 1];
}
