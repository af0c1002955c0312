using System.Collections;

namespace OpsLog.PowerShell.Conversion;

/// <summary>Converts the keys of dictionaries, which can have any type, to the names in a record.</summary>
internal sealed partial class ObjectToJson
{
    private string KeyText(object key)
    {
        object? bare = PlainValue.Of(key);
        if (bare is not null && ValueShapes.TryGetText(bare, out string text))
        {
            return text;
        }

        string? reduced = null;
        Exception? cause = null;
        try
        {
            reduced = bare is null ? null : InvariantText.Of(bare);
        }
        catch (Exception e) when (UnreadableValue.Concerns(e))
        {
            cause = e;
        }

        if (reduced is null)
        {
            throw new ConversionException(Fault.KeyNotText, _path.ToString(),
                $"{Place()} contains a key that can't be converted to a string: {cause?.Message.TrimEnd('.') ?? "its string is null"}. Use strings as keys.", cause);
        }

        _reductions.Add(_path.ToPropertyName(), Reduction.Keys);
        return reduced;
    }

    private void RefuseClash(IDictionary entries)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (object key in entries.Keys)
        {
            string name = KeyText(key);
            if (!names.Add(name))
            {
                _path.MoveTo(name);
                throw new ConversionException(Fault.DuplicateKey, _path.ToString(),
                    $"The dictionary contains two keys that are converted to the string '{_path}', such as 1 and '1'. Rename one of them.");
            }
        }
    }
}
