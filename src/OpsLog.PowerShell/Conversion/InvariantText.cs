using System.Globalization;
using System.Management.Automation;
using System.Xml;
using System.Xml.XPath;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// The string of an object in the invariant culture. A type that formats numbers or dates in its ToString uses the
/// culture of the thread, and the same object must not be another record on another machine.
/// </summary>
internal static class InvariantText
{
    /// <returns>Null if the object has no string.</returns>
    public static string? Of(object value)
    {
        if (value is IFormattable formattable and not PSObject)
        {
            return formattable.ToString(null, CultureInfo.InvariantCulture);
        }

        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            string? text = value switch
            {
                XmlNode node => node.OuterXml,
                XPathNavigator navigator => navigator.OuterXml,
                _ => PSObject.AsPSObject(value).ToString(),
            };

            // PowerShell returns an empty string instead of null.
            return string.IsNullOrEmpty(text) && value.ToString() is null ? null : text;
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
