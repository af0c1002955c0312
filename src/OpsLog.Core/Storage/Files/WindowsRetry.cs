using System.Diagnostics;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// On Windows a call fails while a virus scanner, an indexer, a backup or a reader has the file open in a way that forbids
/// it; trying again later works. Elsewhere a failure is a failure.
/// </summary>
internal static class WindowsRetry
{
    /// <summary>How long a name or content that the store needs may be in use: as long as a scan or a copy may take.</summary>
    public static readonly TimeSpan Patient = TimeSpan.FromSeconds(5);

    /// <summary>How long a file that has to be read may be in use.</summary>
    public static readonly TimeSpan Reading = TimeSpan.FromSeconds(1);

    /// <summary>For what can be left to another time.</summary>
    public static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(250);

    private const int LongestPause = 100;

    /// <inheritdoc cref="Run{T}"/>
    public static void Run(TimeSpan patience, Action action, params string[] paths) => Run<object?>(
        patience,
        () =>
        {
            action();
            return null;
        },
        paths);

    /// <summary>Runs an action again, after pauses of 1, 2, 4 ... 100 ms, while a file is in use.</summary>
    /// <param name="patience">For how long it is tried.</param>
    /// <param name="action">The action. It changes nothing where it fails because a file is in use.</param>
    /// <param name="paths">The files that may be in use. Windows says of some calls only that access is denied.</param>
    /// <exception cref="FileInUseException">A file still was in use at the end.</exception>
    public static T Run<T>(TimeSpan patience, Func<T> action, params string[] paths)
    {
        long began = Stopwatch.GetTimestamp();
        long lastInUse = began;
        for (int pause = 1; ; pause = Math.Min(pause * 2, LongestPause))
        {
            try
            {
                return action();
            }
            catch (Exception e) when (MayPass(e))
            {
                bool isInUse = IsInUse(e) || IsAnyOpen(paths);
                lastInUse = isInUse ? Stopwatch.GetTimestamp() : lastInUse;

                // Access is denied for a moment, too, where the program closed the file just after the call, or where a
                // deletion waits for the last program that has the file open.
                if (Stopwatch.GetElapsedTime(began) > patience || Stopwatch.GetElapsedTime(lastInUse) > Brief)
                {
                    if (isInUse)
                    {
                        throw new FileInUseException(e);
                    }

                    throw;
                }
            }

            Thread.Sleep(pause);
        }
    }

    private static bool MayPass(Exception e) => OperatingSystem.IsWindows() && (IsInUse(e) || e is UnauthorizedAccessException);

    private static bool IsInUse(Exception e) => WindowsError.Of(e)
        is WindowsError.SharingViolation or WindowsError.LockViolation or WindowsError.UserMappedFile or WindowsError.DeletePending;

    private static bool IsAnyOpen(string[] paths) => OperatingSystem.IsWindows() && paths.Any(WindowsFile.IsOpen);
}
