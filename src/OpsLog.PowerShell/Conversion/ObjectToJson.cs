using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;
using System.Xml;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Converts objects to records: one compact JSON object each. Use one instance for each pipeline, because it keeps its
/// buffer and collects the properties for the warning; it is not thread-safe.
/// </summary>
/// <remarks>about_OpsLog_Records contains the rules as a table.</remarks>
internal sealed partial class ObjectToJson
{
    /// <summary>The maximum depth of nested objects and arrays, including the record itself.</summary>
    public const int MaxDepth = 100;

    /// <summary>The record itself in messages.</summary>
    private const string Whole = "The object";

    private static readonly Func<PSPropertyInfo, bool> s_isIdOrInfo = property => default(IdProperty).Excludes(property.Name) || IsInfo(property);
    private static readonly Func<PSPropertyInfo, bool> s_isInfo = IsInfo;

    private readonly JsonBuffer _json = new();
    private readonly PropertyPath _path = new();
    private readonly Reductions _reductions = new();

    /// <summary>
    /// The warning about values that were not stored in full, of all records so far; null if there is none.
    /// </summary>
    public string? Warning => _reductions.ToWarning();

    /// <summary>Writes the object as a record.</summary>
    /// <param name="value">A dictionary, custom object or .NET object.</param>
    /// <param name="idProperty">
    /// The property that the caller reads the id from, which stays in the record; null for <see
    /// cref="OpsLogId.Property"/>, which is not stored.
    /// </param>
    /// <returns>The record as UTF-8, valid until the next call.</returns>
    /// <exception cref="ConversionException">The object can't be stored. The next object can still be written.</exception>
    public ReadOnlyMemory<byte> Write(object? value, string? idProperty = null)
    {
        _json.Clear();
        _path.Clear();
        _reductions.Discard();
        try
        {
            WriteRecord(value, new IdProperty(idProperty));
        }
        catch (ConversionException e) when (e is { Fault: Fault.DuplicateKey, Path: "" } && _path.ToString().Length > 0)
        {
            throw new ConversionException(e.Fault, _path.ToString(), e.Message.Replace(Whole, Place(), StringComparison.Ordinal), e);
        }
        catch (Exception e) when (UnreadableValue.Concerns(e))
        {
            throw UnreadableValue.Because(e, Place(), _path.ToString());
        }

        _reductions.Keep();
        return _json.Written;
    }

    /// <summary>Discards the last record's part of the warning, because the record is not stored.</summary>
    public void ForgetLast() => _reductions.ForgetLast();

    /// <summary>Refuses a single value or a collection, which has no property that could contain an id.</summary>
    /// <exception cref="ConversionException"><see cref="Fault.NotAnObject"/>.</exception>
    public static void RequireObject(object? value)
    {
        switch (PlainValue.Of(value))
        {
            case null or DBNull or NullString:
                throw NotAnObject("$null");
            case { } bare and not PSObject when ValueShapes.Of(bare.GetType()) is ValueShape.Text or ValueShape.BigInteger or ValueShape.Sequence:
                throw NotAnObject($"a {bare.GetType()}");
        }
    }

    private void WriteRecord(object? value, IdProperty id)
    {
        switch (Wrapper.Bare(value))
        {
            case null or DBNull or NullString:
                throw NotAnObject("$null");
            case PSObject custom when ReferenceEquals(custom, AutomationNull.Value):
                throw NotAnObject("$null");
            case PSObject custom when SerializedValue.Is(custom):
                WriteSerializedRecord(custom, id);
                break;
            case PSObject custom:
                WriteProperties(custom, id);
                break;
            case IDictionary entries:
                WriteEntries(entries, entries, value!, id);
                break;
            case { } bare:
                WriteRecord(bare, value!, id);
                break;
        }
    }

    private void WriteRecord(object bare, object value, IdProperty id)
    {
        switch (ValueShapes.Of(bare.GetType()))
        {
            case ValueShape.Dictionary or ValueShape.Json when Entries.Of(bare) is { } entries:
                WriteEntries(bare, entries, value, id);
                break;
            case ValueShape.Markup when bare is XmlElement or XmlDocument:
                WriteMarkup((XmlNode)bare, id);
                break;
            case ValueShape.Object or ValueShape.ParsedText:
                WriteProperties(PSObject.AsPSObject(value), id);
                break;
            case ValueShape.Secret or ValueShape.ScriptBlock:
                WriteOther(bare);
                break;
            default:
                throw NotAnObject($"a {bare.GetType()}");
        }
    }

    /// <summary>A record from PowerShell's serializer, without the properties that the shell added on the way.</summary>
    private void WriteSerializedRecord(PSObject value, IdProperty id)
    {
        if (Revival.TryRevive(value, out object? revived))
        {
            throw NotAnObject(revived is null ? "$null" : $"a {revived.GetType()}");
        }

        bool hasOrigin = Origin.IsOn(value);
        PSObject? computed = SerializedValue.TypeDataOf(value);
        WriteProperties(value, property => id.Excludes(property.Name)
            || IsInfo(property)
            || (hasOrigin && !id.Is(property.Name) && Origin.IsPart(property))
            || (computed is not null && property.MemberType == PSMemberTypes.NoteProperty && computed.Properties[property.Name] is not null));
    }

    private static bool IsInfo(PSPropertyInfo property) =>
        property.Name.Equals(OpsLogRecordInfo.Property, StringComparison.OrdinalIgnoreCase) && OpsLogRecordInfo.Is(property.Name, ValueOf(property));

    private string Place() => _path.ToString() is { Length: > 0 } path ? $"The value of '{path}'" : Whole;

    private static ConversionException NotAnObject(string what) => new(Fault.NotAnObject, "",
        $"A record must be a hashtable, a [pscustomobject] or a .NET object with properties, but the value is {what}. Put it into a hashtable, such as @{{ value = ... }}.");

    /// <summary>The source of the id of the current record.</summary>
    private readonly record struct IdProperty(string? Given)
    {
        /// <summary>No property of a nested object is the id.</summary>
        public static readonly IdProperty None = new("");

        /// <summary>The property that is omitted from the record; null if it stays.</summary>
        public string? Excluded => Given is null ? OpsLogId.Property : null;

        public bool Excludes(string name) => Given is null && name.Equals(OpsLogId.Property, StringComparison.OrdinalIgnoreCase);

        public bool Is(string name) => name.Equals(Given ?? OpsLogId.Property, StringComparison.OrdinalIgnoreCase);
    }
}
