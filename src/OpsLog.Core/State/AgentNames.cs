using OpsLog.Core.Json;

namespace OpsLog.Core.State;

/// <summary>The agents a table has met, by number; 0 is the single writer, whose name is empty.</summary>
internal sealed class AgentNames
{
    private readonly List<byte[]> _names = [[]];

    /// <summary>The number of an agent by the bytes of its id; it is given one if it has none yet.</summary>
    public int NumberOf(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _names.Count; i++)
        {
            if (name.SequenceEqual(_names[i]))
            {
                return i;
            }
        }

        _names.Add(name.ToArray());
        return _names.Count - 1;
    }

    public ReadOnlySpan<byte> this[int number] => _names[number];

    /// <summary>An agent's id as a string.</summary>
    public string Text(int number) => JsonText.Decode(_names[number]);

    /// <summary>Which of two stamps comes later in the total order.</summary>
    public int Compare(in Stamp left, in Stamp right)
    {
        int order = left.Clock.CompareTo(right.Clock);
        if (order == 0 && left.Agent != right.Agent)
        {
            order = _names[left.Agent].AsSpan().SequenceCompareTo(_names[right.Agent]);
        }

        return order != 0 ? order : left.Rank.CompareTo(right.Rank);
    }
}
