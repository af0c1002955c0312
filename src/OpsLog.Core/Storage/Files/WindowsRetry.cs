namespace OpsLog.Core.Storage.Files;

/// <summary>
/// On Windows a rename or delete fails for a moment while a virus scanner, an indexer or a reader has the file open,
/// and opening a file while it is being replaced; trying again a little later works. Elsewhere a failure is a failure.
/// </summary>
internal static class WindowsRetry
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int UserMappedFile = unchecked((int)0x800704C8);
    private const int Attempts = 9;

    /// <inheritdoc cref="Run{T}"/>
    public static void Run(Action action) => Run<object?>(() =>
    {
        action();
        return null;
    });

    /// <summary>Runs <paramref name="action"/> again after 1, 2, 4 ... 128 ms while the file is in use.</summary>
    public static T Run<T>(Func<T> action)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return action();
            }
            catch (Exception e) when (attempt < Attempts - 1 && IsInUse(e))
            {
                Thread.Sleep(1 << attempt);
            }
        }
    }

    /// <summary>Whether Windows refuses since somebody has the file open, or at least says nothing better.</summary>
    public static bool IsInUse(Exception e) =>
        OperatingSystem.IsWindows()
        && (e is UnauthorizedAccessException || e.HResult is SharingViolation or LockViolation or UserMappedFile);
}
