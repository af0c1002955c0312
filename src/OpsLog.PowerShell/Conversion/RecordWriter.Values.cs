using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;
using System.Xml;

namespace OpsLog.PowerShell.Conversion;

/// <summary>Which value is written how.</summary>
internal sealed partial class RecordWriter
{
    private void WriteValue(object? value)
    {
        if (value is PSObject wrapped)
        {
            value = wrapped.BaseObject;
            if (ReferenceEquals(wrapped, AutomationNull.Value))
            {
                // What a command without output leaves behind: a custom object to look at.
                value = null;
            }
            else if (value is PSCustomObject)
            {
                WriteProperties(wrapped, null);
                return;
            }
        }

        switch (value)
        {
            case null or DBNull or NullString:
                _json.Raw("null"u8);
                break;
            case string s:
                _json.Text(s);
                break;
            case int n:
                _json.Integer(n);
                break;
            case long n:
                _json.Integer(n);
                break;
            case bool b:
                _json.Raw(b ? "true"u8 : "false"u8);
                break;
            case double d:
                WriteDouble(d);
                break;
            case DateTime d:
                _json.Date(d);
                break;
            case DateTimeOffset d:
                _json.Date(d);
                break;
            case decimal d:
                _json.Decimal(d);
                break;
            case object[] items:
                WriteItems(items);
                break;
            case IDictionary entries:
                WriteEntries(entries, entries, null);
                break;
            case byte[] bytes:
                _json.Base64(bytes);
                break;
            case SwitchParameter s:
                _json.Raw(s.IsPresent ? "true"u8 : "false"u8);
                break;
            case Enum e:
                _json.Text(e.ToString());
                break;
            case char c:
                _json.Text([c]);
                break;
            case float f:
                // The double of the same digits, so that 0.1 stays 0.1 and doesn't become 0.10000000149.
                WriteDouble(float.IsFinite(f) ? double.Parse(f.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : f);
                break;
            case Half h:
                WriteDouble(Half.IsFinite(h) ? double.Parse(h.ToString(null, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : (double)h);
                break;
            case byte or sbyte or short or ushort or uint or nint:
                _json.Integer(value is nint pointer ? pointer : Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong or nuint:
                _json.Ascii(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                WriteOther(value);
                break;
        }
    }

    private void WriteOther(object value)
    {
        switch (ValueShapes.Of(value.GetType()))
        {
            case ValueShape.Text:
                ValueShapes.TryGetText(value, out string text);
                _json.Text(text);
                break;
            case ValueShape.BigInteger:
                _json.Ascii(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case ValueShape.Dictionary:
                WriteEntries(value, ValueShapes.AsDictionary(value)!, null);
                break;
            case ValueShape.Sequence when LanguagePrimitives.GetEnumerable(value) is { } items:
                WriteSequence(value, items);
                break;
            case ValueShape.Secret:
                throw new ConversionException(Fault.Secret, _path.ToString(),
                    $"{Place()} is a {value.GetType().Name}: a secret is not stored, for the store is plain text. Keep it in a vault and store its name.");
            case ValueShape.ScriptBlock:
                throw new ConversionException(Fault.ScriptBlock, _path.ToString(),
                    $"{Place()} is a script block, which a store can't hold. Store its text with .ToString() if that is what you mean.");
            default:
                _reduced.Add(_path.ToPropertyName());
                WriteValue(TextOf(value));
                break;
        }
    }

    private void WriteDouble(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ConversionException(Fault.NotANumber, _path.ToString(),
                $"{Place()} is {value.ToString(CultureInfo.InvariantCulture)}, which JSON has no number for. Store $null or text instead.");
        }

        _json.Double(value);
    }

    private static string KeyText(object key) =>
        ValueShapes.TryGetText(RecordKey.Unwrap(key)!, out string text) ? text : TextOf(key) ?? "";

    private static string? TextOf(object value)
    {
        try
        {
            return value is XmlNode node
                ? node.OuterXml
                : LanguagePrimitives.ConvertTo(value, typeof(string), CultureInfo.InvariantCulture) as string;
        }
        catch (PSInvalidCastException)
        {
            return null;
        }
    }
}
