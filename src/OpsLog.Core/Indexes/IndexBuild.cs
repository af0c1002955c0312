namespace OpsLog.Core.Indexes;

/// <summary>Builds the content of an index from records as they were at one moment.</summary>
/// <param name="reader">Finds the keys.</param>
/// <param name="entries">The number of entries at that moment.</param>
internal sealed class IndexBuild(IndexKeyReader reader, int entries)
{
    private const int Classes = (int)ValueClass.Other;

    private readonly TextKeys _texts = new();
    private readonly ulong[] _keys = new ulong[entries];
    private readonly ValueClass[] _classes = new ValueClass[entries];
    private readonly int[] _counts = new int[Classes + 1];

    /// <summary>Adds a record.</summary>
    public void Add(int entry, ReadOnlySpan<byte> json)
    {
        IndexKey key = reader.Read(json, _texts);
        (_keys[entry], _classes[entry]) = (key.Value, key.Class);
        _counts[(int)key.Class]++;
    }

    /// <summary>Orders the keys.</summary>
    public IndexContent Complete()
    {
        KeyOrder[] orders = new KeyOrder[Classes];
        for (int i = 0; i < Classes; i++)
        {
            orders[i] = OrderOf((ValueClass)(i + 1));
        }

        return new IndexContent(_texts, orders, _keys, _classes);
    }

    private KeyOrder OrderOf(ValueClass kind)
    {
        KeyEntry[] pairs = new KeyEntry[_counts[(int)kind]];
        int count = 0;
        for (int entry = 0; entry < _classes.Length; entry++)
        {
            if (_classes[entry] == kind)
            {
                pairs[count++] = new KeyEntry(_keys[entry], entry);
            }
        }

        Array.Sort(pairs);
        return KeyOrder.Of(pairs);
    }
}
