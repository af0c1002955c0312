using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Faults;

/// <summary>What a crash takes.</summary>
public enum Loss
{
    /// <summary>The process ends; everything it wrote is there.</summary>
    Nothing,

    /// <summary>The power is cut, and nothing that was not flushed is there.</summary>
    Everything,

    /// <summary>The power is cut, and of what was not flushed the first bytes are there.</summary>
    End,

    /// <summary>The power is cut, and of the unflushed appends any are there, each wholly or not at all.</summary>
    AnyAppends,

    /// <summary>The power is cut, and of each unflushed append the first bytes are there.</summary>
    EndOfAny,
}

internal static class Losses
{
    /// <summary>Whether something may be missing before something that is there.</summary>
    public static bool LeavesHoles(this Loss loss) => loss is Loss.AnyAppends or Loss.EndOfAny;

    public static MemoryBackend Apply(this Loss loss, MemoryBackend disk, Random random) => loss switch
    {
        Loss.Nothing => disk,
        Loss.Everything => disk.Crash(),
        Loss.End => disk.Crash(random),
        Loss.AnyAppends => disk.Crash((_, appends) => [.. appends.Select(length => length > 1 ? random.Next(2) * length : length)]),
        _ => disk.Crash((_, appends) => [.. appends.Select(length => PartOf(length, random))]),
    };

    /// <summary>All of an append, or less by more than one byte: a disk loses whole sectors.</summary>
    private static long PartOf(long length, Random random) => random.NextInt64(length + 1) is var part && part == length - 1 ? length : part;
}
