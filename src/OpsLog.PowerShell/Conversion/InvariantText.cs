using System.Globalization;
using System.Management.Automation;
using System.Xml;
using System.Xml.XPath;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// The text of an object as it is in every culture. A type that formats numbers or dates in its ToString takes the
/// thread's culture without being asked, and the same object must not be another record on another machine.
/// </summary>
internal static class InvariantText
{
    /// <returns>Null where the object has no text.</returns>
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

            // PowerShell makes an empty text of none.
            return string.IsNullOrEmpty(text) && value.ToString() is null ? null : text;
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
