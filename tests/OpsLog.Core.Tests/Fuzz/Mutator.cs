namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Makes one input of another by a few changes, most of them one or two.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus)
{
    /// <summary>Larger inputs only take longer.</summary>
    private const int LargestInput = 256 * 1024;

    /// <summary>One input of the corpus, unchanged or changed.</summary>
    public byte[] Next(Random random) => Change(random, Hostile.Pick(random, corpus));

    public byte[] Change(Random random, byte[] bytes)
    {
        bytes = random.Next(700) == 0 ? BulkMutations.Change(random, bytes) : bytes;
        for (int changes = Changes(random); changes > 0; changes--)
        {
            byte[] other = Hostile.Pick(random, corpus);
            bytes = random.Next(10) switch
            {
                < 3 => ByteMutations.Change(random, bytes, other),
                < 5 => LineMutations.Change(random, bytes, other),
                _ => JsonMutations.Change(random, bytes),
            };
            bytes = bytes.Length > LargestInput ? bytes[..LargestInput] : bytes;
        }

        return bytes;
    }

    private static int Changes(Random random)
    {
        int changes = random.Next(40) == 0 ? 0 : 1;
        while (changes is > 0 and < 12 && random.Next(2) == 0)
        {
            changes++;
        }

        return changes;
    }
}
