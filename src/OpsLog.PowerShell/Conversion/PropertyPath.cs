using System.Text;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// The current place of the conversion in a record. Moving costs an assignment; the text is created only when it is
/// required.
/// </summary>
internal sealed class PropertyPath
{
    private Frame[] _frames = new Frame[8];

    /// <summary>How many objects and arrays are open.</summary>
    public int Depth { get; private set; }

    public void Clear()
    {
        // References are cleared too: a pipeline must not keep its last object alive.
        Array.Clear(_frames, 0, Depth);
        Depth = 0;
    }

    public void Push(object? container = null)
    {
        if (Depth == _frames.Length)
        {
            Array.Resize(ref _frames, Depth * 2);
        }

        _frames[Depth++] = new Frame { Container = container, Index = -1 };
    }

    public void Pop() => _frames[--Depth] = default;

    public void MoveTo(string name) => _frames[Depth - 1].Name = name;

    public void MoveTo(int index) => _frames[Depth - 1].Index = index;

    /// <summary>Back to the container: its next element is not part of the previous value.</summary>
    public void Leave() => (_frames[Depth - 1].Name, _frames[Depth - 1].Index) = (null, -1);

    /// <summary>Whether exactly this object is open, so that the path from the record to here contains it.</summary>
    public bool IsOpen(object container)
    {
        for (int i = 0; i < Depth; i++)
        {
            if (ReferenceEquals(_frames[i].Container, container))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The path without array positions, so that a thousand elements have one name.</summary>
    public string ToPropertyName() => Depth == 1 ? _frames[0].Name ?? "" : ToText(positions: false);

    public override string ToString() => ToText(positions: true);

    /// <summary>A name as part of a path, in quotes if it would look like something else: a name with a dot like two names.</summary>
    public static string Quote(string name) =>
        name.Length == 0 || name.AsSpan().IndexOfAny(".[]' ") >= 0 ? $"'{name.Replace("'", "''")}'" : name;

    private string ToText(bool positions)
    {
        StringBuilder text = new();
        for (int i = 0; i < Depth; i++)
        {
            if (_frames[i].Name is { } name)
            {
                text.Append(text.Length > 0 ? "." : "").Append(Quote(name));
            }
            else if (positions && _frames[i].Index >= 0)
            {
                text.Append('[').Append(_frames[i].Index).Append(']');
            }
        }

        return text.ToString();
    }

    private struct Frame
    {
        public object? Container;
        public string? Name;
        public int Index;
    }
}
