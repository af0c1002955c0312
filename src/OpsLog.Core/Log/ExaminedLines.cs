using System.Buffers;
using System.Runtime.CompilerServices;
using OpsLog.Core.Json;
using OpsLog.Core.Model;

namespace OpsLog.Core.Log;

/// <summary>
/// The lines of a part of a log that were examined before they are scanned, on another thread: where the members of those
/// are that this engine wrote. The scanner reads the other lines itself, so it does not matter what they are.
/// </summary>
internal sealed class ExaminedLines : IDisposable
{
    private const int LookAhead = 8;

    private readonly record struct Line(int Start, int FirstMember, int Members);

    private Line[] _lines = ArrayPool<Line>.Shared.Rent(16 * 1024);
    private CompactMember[] _members = ArrayPool<CompactMember>.Shared.Rent(128 * 1024);
    private int _count;
    private int _next;

    /// <summary>Examines the complete lines.</summary>
    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ExaminedLines(ReadOnlySpan<byte> bytes)
    {
        int start = 0;
        int listed = 0;
        while (bytes[start..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            Reserve(listed + OwnLine.MaximumMembers);
            int members = OwnLine.Recognise(bytes.Slice(start, length), _members.AsSpan(listed, OwnLine.MaximumMembers));
            if (members > 0)
            {
                _lines[_count++] = new Line(start, listed, members);
                listed += members;
            }

            start += length + 1;
        }
    }

    /// <summary>The members of the line that begins at a place of the part; none if they are not known. Asked in the order of the lines.</summary>
    public ReadOnlySpan<CompactMember> MembersOf(int start)
    {
        while (_next < _count && _lines[_next].Start < start)
        {
            _next++;
        }

        return _next < _count && _lines[_next].Start == start ? _members.AsSpan(_lines[_next].FirstMember, _lines[_next].Members) : default;
    }

    /// <summary>
    /// The id, between its quotes, of a line that is asked for soon; empty if it is not known. It is for the processor's cache
    /// only: to find the record of each line takes longer than to apply it.
    /// </summary>
    /// <param name="bytes">The part that was examined.</param>
    public ReadOnlySpan<byte> IdAhead(ReadOnlySpan<byte> bytes)
    {
        int ahead = _next + LookAhead;
        return ahead < _count ? OwnLine.RawId(bytes[_lines[ahead].Start..], _members.AsSpan(_lines[ahead].FirstMember, _lines[ahead].Members)) : default;
    }

    public void Dispose()
    {
        ArrayPool<Line>.Shared.Return(_lines);
        ArrayPool<CompactMember>.Shared.Return(_members);
        _lines = [];
        _members = [];
        _count = 0;
    }

    private void Reserve(int members)
    {
        if (_count == _lines.Length)
        {
            _lines = Grown(_lines);
        }

        if (members > _members.Length)
        {
            _members = Grown(_members);
        }
    }

    private static T[] Grown<T>(T[] array)
    {
        T[] larger = ArrayPool<T>.Shared.Rent(array.Length * 2);
        array.CopyTo(larger, 0);
        ArrayPool<T>.Shared.Return(array);
        return larger;
    }
}
