using System.Text;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Property names by their UTF-8: the records of a store share a few names, and each name is converted to a string
/// once. A name with the same slot replaces the earlier one, so the table never grows.
/// </summary>
internal sealed class NameTable
{
    private const int Slots = 256;

    private readonly byte[]?[] _keys = new byte[Slots][];
    private readonly string[] _names = new string[Slots];

    /// <summary>The name for these bytes, which are valid UTF-8.</summary>
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
