namespace OpsLog.Core.Storage.Files;

/// <summary>
/// The Unicode form of file names. HFS+ of macOS stores names in decomposed form, for example 'é' as 'e' and an accent, so
/// it lists a file under another name than that which created it. The manifest and the engine use the name that created
/// it, and compare names by ordinal. Other file systems, also APFS, keep the form of a name.
/// </summary>
internal static class NameForm
{
    private const string DecomposingFileSystem = "hfs";

    /// <summary>
    /// Converts names that are listed in a directory to the form that created them. The file system does not record this
    /// form. The result is the composed form, which keyboards and programs produce. A runtime in invariant mode has no
    /// Unicode data, so there the names stay as they are listed.
    /// </summary>
    public static Func<string, string> ConversionFor(string directory) =>
        OperatingSystem.IsMacOS() && IsDecomposing(directory) ? static name => name.Normalize() : static name => name;

    private static bool IsDecomposing(string directory)
    {
        try
        {
            return new DriveInfo(directory).DriveFormat == DecomposingFileSystem;
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            // The listing reports that the directory can't be read.
            return false;
        }
    }
}
