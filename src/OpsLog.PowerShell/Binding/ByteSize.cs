using System.Globalization;

namespace OpsLog.PowerShell.Binding;

/// <summary>Shows a number of bytes as people read it. The views in OpsLog.Format.ps1xml use it.</summary>
public static class ByteSize
{
    private const int Step = 1024;

    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>
    /// The number with one decimal place and its unit, such as <c>1.5 KB</c>. A unit is 1,024 of the one before it, as in
    /// the numbers of PowerShell (<c>1KB</c>).
    /// </summary>
    /// <param name="bytes">The number of bytes; null gives null.</param>
    public static string? Format(long? bytes)
    {
        if (bytes is not { } value)
        {
            return null;
        }

        double size = value;
        int unit = 0;

        // From 1023.95 on, the number would be shown as 1,024.0.
        while (Math.Abs(size) >= Step - (unit == 0 ? 0 : 0.05))
        {
            size /= Step;
            unit++;
        }

        return string.Format(CultureInfo.CurrentCulture, unit == 0 ? "{0:N0} {1}" : "{0:N1} {1}", size, Units[unit]);
    }
}
