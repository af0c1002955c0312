using System.Text;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Property names by their UTF-8: the records of a store share a handful, and each is made into a
/// string once. A name that falls on another's slot takes its place, so the table never grows.
/// </summary>
internal sealed class NameTable
{
    private const int Slots = 256;

    private readonly byte[]?[] _keys = new byte[Slots][];
    private readonly string[] _names = new string[Slots];

    /// <summary>The name these bytes spell, which are known to be UTF-8.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        uint hash = (uint)utf8.Length;
        foreach (byte b in utf8)
        {
            hash = (hash ^ b) * 16777619;
        }

        uint slot = (hash ^ (hash >> 16)) % Slots;
        if (_keys[slot] is { } key && utf8.SequenceEqual(key))
        {
            return _names[slot];
        }

        _keys[slot] = utf8.ToArray();
        return _names[slot] = Encoding.UTF8.GetString(utf8);
    }
}
