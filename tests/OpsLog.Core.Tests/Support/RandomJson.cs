using System.Text;

namespace OpsLog.Core.Tests.Support;

/// <summary>Composes JSON texts and spoils them.</summary>
internal sealed class RandomJson(Random random)
{
    private static readonly string[] s_strings =
    [
        "", "a", "b", "key", "x y", "ключ", "naïve", "日本", "😀", "\\n", "\\u0041", "a\\u00e9", "\\\"", "\\\\", "\\/", "\\ud83d\\ude00", "\\ud800", "{", "]", ",", ":",
    ];

    private static readonly string[] s_scalars =
    [
        "0", "-0", "1", "-12", "3.25", "1e5", "-1.5E-7", "1E+2", "12345678901234567890", "true", "false", "null",
    ];

    private static readonly byte[] s_telling = "{}[]\",:\\ntfu0123456789-+.eE \r\n\t\0\u001f/*'x\u00e9"u8.ToArray();

    private readonly StringBuilder _text = new();

    /// <summary>How often white space is put between tokens, of 100 places.</summary>
    public int WhiteSpace { get; init; }

    public string Value(int depth)
    {
        _text.Clear();
        AddValue(depth);
        return _text.ToString();
    }

    public string Object(int depth, int mostMembers = 5)
    {
        _text.Clear();
        AddObject(depth, mostMembers);
        return _text.ToString();
    }

    /// <summary>A key or string between its quotes, escapes as written.</summary>
    public string RawString() => random.Next(4) > 0
        ? s_strings[random.Next(s_strings.Length)]
        : s_strings[random.Next(s_strings.Length)] + s_strings[random.Next(s_strings.Length)];

    /// <summary>A copy with one to three bytes changed, lost, doubled or added.</summary>
    public byte[] Spoil(ReadOnlySpan<byte> text)
    {
        List<byte> bytes = [.. text];
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            int at = random.Next(bytes.Count + 1);
            byte value = random.Next(8) == 0 ? (byte)random.Next(256) : s_telling[random.Next(s_telling.Length)];
            switch (random.Next(5))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = value;
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when at < bytes.Count:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(4, bytes.Count - at) + 1));
                    break;
                case 3 when at < bytes.Count:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, random.Next(1, Math.Min(8, bytes.Count - at) + 1)));
                    break;
                default:
                    bytes.Insert(at, value);
                    break;
            }
        }

        return [.. bytes];
    }

    private void AddValue(int depth)
    {
        Space();
        switch (depth > 0 ? random.Next(6) : random.Next(4))
        {
            case 0 or 1:
                _text.Append(s_scalars[random.Next(s_scalars.Length)]);
                break;
            case 2 or 3:
                _text.Append('"').Append(RawString()).Append('"');
                break;
            case 4:
                AddObject(depth - 1, 4);
                break;
            default:
                AddArray(depth - 1);
                break;
        }

        Space();
    }

    private void AddObject(int depth, int mostMembers)
    {
        _text.Append('{');
        Space();
        for (int left = random.Next(mostMembers + 1), first = left; left > 0; left--)
        {
            _text.Append(left == first ? "" : ",");
            Space();
            _text.Append('"').Append(RawString()).Append('"');
            Space();
            _text.Append(':');
            AddValue(depth);
        }

        _text.Append('}');
    }

    private void AddArray(int depth)
    {
        _text.Append('[');
        Space();
        for (int left = random.Next(4), first = left; left > 0; left--)
        {
            _text.Append(left == first ? "" : ",");
            AddValue(depth);
        }

        _text.Append(']');
    }

    private void Space()
    {
        if (random.Next(100) < WhiteSpace)
        {
            _text.Append(" \n\r\t"[random.Next(4)]);
        }
    }
}
