using OpsLog.Core.Json;

namespace OpsLog.Core.State;

/// <summary>The agents of a table, by number; 0 is the single writer, whose name is empty.</summary>
internal sealed class AgentNames
{
    /// <summary>There are few agents, but a manipulated file can name one on each line.</summary>
    private const int MostComparedOneByOne = 8;

    private readonly List<byte[]> _names = [[]];
    private readonly RecordIndex _index;

    public AgentNames() => _index = new RecordIndex();

    private AgentNames(AgentNames other)
    {
        _names = [.. other._names];
        _index = other._index.Fork();
    }

    /// <summary>The number of an agent by the bytes of its id; assigns one if it has none yet.</summary>
    public int NumberOf(ReadOnlySpan<byte> name)
    {
        int compared = Math.Min(_names.Count, MostComparedOneByOne);
        for (int i = 0; i < compared; i++)
        {
            if (name.SequenceEqual(_names[i]))
            {
                return i;
            }
        }

        return compared < MostComparedOneByOne ? Add(name) : NumberByHash(name);
    }

    public ReadOnlySpan<byte> this[int number] => _names[number];

    /// <summary>The same agents with the same numbers, for another thread.</summary>
    public AgentNames Copy() => new(this);

    /// <summary>The bytes of all ids, by number.</summary>
    public byte[][] All() => [.. _names];

    /// <summary>An agent's id as a string.</summary>
    public string Text(int number) => JsonText.Decode(_names[number]);

    /// <summary>Which of two stamps is later in the total order.</summary>
    public int Compare(in Stamp left, in Stamp right)
    {
        int order = left.Clock.CompareTo(right.Clock);
        if (order == 0 && left.Agent != right.Agent)
        {
            order = _names[left.Agent].AsSpan().SequenceCompareTo(_names[right.Agent]);
        }

        return order != 0 ? order : left.Rank.CompareTo(right.Rank);
    }

    private int NumberByHash(ReadOnlySpan<byte> name)
    {
        uint hash = RecordHash.Compute(name);
        int bucket = -1;
        while (_index.Next(hash, ref bucket) is >= 0 and var number)
        {
            if (name.SequenceEqual(_names[number]))
            {
                return number;
            }
        }

        _index.Add(hash, _names.Count);
        return Add(name);
    }

    private int Add(ReadOnlySpan<byte> name)
    {
        _names.Add(name.ToArray());
        return _names.Count - 1;
    }
}
