using System.Numerics;

namespace OpsLog.Core.Indexes;

/// <summary>What a plan selects from indexes.</summary>
/// <param name="properties">The indexed properties that are used.</param>
/// <param name="parts">The ranges.</param>
internal sealed class IndexSelection(IReadOnlyList<string> properties, IReadOnlyList<IndexPart> parts)
{
    /// <summary>Above this share of all entries, marking them is faster than sorting their numbers.</summary>
    private const int MarkedShare = 64;

    public IReadOnlyList<string> Properties => properties;

    public IReadOnlyList<IndexPart> Parts => parts;

    /// <summary>The number of entries; those in several parts are counted several times.</summary>
    public long Count { get; } = parts.Sum(part => (long)part.Count);

    /// <summary>
    /// The entries whose records are certainly selected. Only the parts of one condition have no entry in common.
    /// </summary>
    public long Certain => parts.Where(part => part.Range.IsCertain).Sum(part => (long)part.Count);

    /// <summary>The rest of the parts.</summary>
    public IndexSelection Uncertain => new(properties, [.. parts.Where(part => !part.Range.IsCertain)]);

    /// <summary>The entries in order, each of them once.</summary>
    /// <param name="entries">The number of all entries.</param>
    public int[] Entries(int entries)
    {
        IndexPart[] used = [.. parts.Where(part => part.Count > 0)];
        int[] found = new int[used.Sum(part => part.Count)];
        int count = 0;
        foreach (IndexPart part in used)
        {
            count += part.Content.Copy(part.Range, found.AsSpan(count));
        }

        bool isOrdered = used is [var only] && only.Range.Keys.From == only.Range.Keys.To;
        return isOrdered ? found : count < entries / MarkedShare ? Sorted(found) : Marked(found, entries);
    }

    private static int[] Sorted(int[] found)
    {
        Array.Sort(found);
        int count = 0;
        for (int i = 0; i < found.Length; i++)
        {
            if (i == 0 || found[i] != found[i - 1])
            {
                found[count++] = found[i];
            }
        }

        return found[..count];
    }

    private static int[] Marked(int[] found, int entries)
    {
        ulong[] marks = new ulong[(entries + 63) / 64];
        foreach (int entry in found)
        {
            marks[entry >> 6] |= 1UL << entry;
        }

        int count = 0;
        for (int word = 0; word < marks.Length; word++)
        {
            for (ulong rest = marks[word]; rest != 0; rest &= rest - 1)
            {
                found[count++] = (word * 64) + BitOperations.TrailingZeroCount(rest);
            }
        }

        return found[..count];
    }
}
