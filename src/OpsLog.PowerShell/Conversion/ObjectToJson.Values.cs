using System.Collections;
using System.Data.SqlTypes;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;

namespace OpsLog.PowerShell.Conversion;

/// <summary>The form in which each value is written.</summary>
internal sealed partial class ObjectToJson
{
    private void WriteValue(object? value)
    {
        if (value is PSObject wrapped)
        {
            value = wrapped.BaseObject;
            if (ReferenceEquals(wrapped, AutomationNull.Value))
            {
                // The result of a command without output, which looks like a custom object.
                value = null;
            }
            else if (SerializedValue.Is(wrapped))
            {
                WriteSerialized(wrapped);
                return;
            }
            else if (value is PSCustomObject)
            {
                WriteProperties(wrapped, IdProperty.None);
                return;
            }
        }

        WriteBare(value);
    }

    /// <summary>A value from PowerShell's serializer, written as the original value would be.</summary>
    private void WriteSerialized(PSObject value)
    {
        if (Revival.TryRevive(value, out object? revived))
        {
            WriteValue(revived);
        }
        else if (value.BaseObject is not PSCustomObject)
        {
            if (SerializedCollection.ReductionOf(value) is { } reduction)
            {
                _reductions.Add(_path.ToPropertyName(), reduction);
            }

            WriteBare(value.BaseObject);
        }
        else if (SerializedValue.IsRecord(value))
        {
            WriteProperties(value, IdProperty.None);
        }
        else if (SerializedValue.TextOf(value) is { } text)
        {
            _json.Text(text);
        }
        else
        {
            Reduce(value);
        }
    }

    private void WriteBare(object? value)
    {
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
                WriteEntries(entries, entries, entries, IdProperty.None);
                break;
            case byte[] bytes when bytes.GetType() == typeof(byte[]):
                // For the runtime, arrays of [sbyte] and of enums of this size are the same.
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
                // The double with the same digits, so that 0.1 stays 0.1 and does not become 0.10000000149.
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
            case ValueShape.Text or ValueShape.ParsedText when ValueShapes.TryGetText(value, out string text):
                _json.Text(text);
                break;
            case ValueShape.BigInteger:
                _json.Ascii(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case ValueShape.Dictionary when Entries.Of(value) is { } entries:
                WriteEntries(value, entries, value, IdProperty.None);
                break;
            case ValueShape.Sequence when LanguagePrimitives.GetEnumerable(value) is { } items:
                WriteSequence(value, items);
                break;
            case ValueShape.Json when JsonNodes.TryGetValue(value, out object? inside):
                WriteValue(inside);
                break;
            case ValueShape.SqlValue:
                WriteSqlValue((INullable)value);
                break;
            case ValueShape.Secret:
                throw new ConversionException(Fault.Secret, _path.ToString(),
                    $"{Place()} is a {value.GetType().Name}. A secret can't be stored, because the store is plain text. Keep the secret in a vault, and store its name.");
            case ValueShape.ScriptBlock:
                throw new ConversionException(Fault.ScriptBlock, _path.ToString(),
                    $"{Place()} is a script block, which can't be stored. To store its text, use its ToString() method.");
            default:
                Reduce(value);
                break;
        }
    }

    private void WriteSqlValue(INullable value)
    {
        if (value.IsNull)
        {
            _json.Raw("null"u8);
        }
        else if (value is SqlDecimal exact)
        {
            // Up to 38 digits, more than a [decimal] has.
            _json.Ascii(exact.ToString());
        }
        else if (value.GetType().GetProperty("Value") is { } inside)
        {
            WriteValue(inside.GetValue(value));
        }
        else
        {
            Reduce(value);
        }
    }

    /// <summary>The string of an object. Nothing else of it is stored.</summary>
    private void Reduce(object value)
    {
        string? text = InvariantText.Of(value);
        _reductions.Add(_path.ToPropertyName(), Reduction.Text);
        WriteValue(text);
    }

    private void WriteDouble(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ConversionException(Fault.NotANumber, _path.ToString(),
                $"{Place()} is {value.ToString(CultureInfo.InvariantCulture)}, which JSON does not support. Store $null or a string instead.");
        }

        _json.Double(value);
    }
}
