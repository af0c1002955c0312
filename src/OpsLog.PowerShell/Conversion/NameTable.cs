using System.Text;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Property names by their UTF-8: the records of a store share a handful, and each is made into a
/// string once. A name that falls on another's slot takes its place, so the table never grows.
/// </summary>
internal sealed class NameTable
{
    private const int Slots = 256;

    // Strict: bytes that are no UTF-8 must be an error, not U+FFFD.
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly byte[]?[] _keys = new byte[Slots][];
    private readonly string[] _names = new string[Slots];

    /// <exception cref="DecoderFallbackException">The bytes are no UTF-8.</exception>
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
        return _names[slot] = Strict.GetString(utf8);
    }
}
