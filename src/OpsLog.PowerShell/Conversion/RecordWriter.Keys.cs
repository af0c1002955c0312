using System.Collections;

namespace OpsLog.PowerShell.Conversion;

/// <summary>The keys of dictionaries, which may be anything, as the names that a record has.</summary>
internal sealed partial class RecordWriter
{
    private string KeyText(object key)
    {
        object? bare = RecordKey.Unwrap(key);
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
                $"{Place()} has a key without a text: {cause?.Message.TrimEnd('.') ?? "the text is null"}. A record's keys are text: use others.", cause);
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
                    $"The dictionary has two keys that are '{_path}' as text, such as 1 and '1'. A record's keys are text: rename one.");
            }
        }
    }
}
