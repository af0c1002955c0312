using System.Diagnostics;

namespace OpsLog.Core.Storage.Files;

/// <summary>
/// On Windows, a call fails while a virus scanner, an indexer, a backup or a reader has the file open without permitting
/// the call, and succeeds later. On other systems, no call is retried.
/// </summary>
internal static class WindowsRetry
{
    /// <summary>How long a name or content that the store requires may be in use: as long as a scan or a copy may take.</summary>
    public static readonly TimeSpan Patient = TimeSpan.FromSeconds(5);

    /// <summary>How long a file that must be read may be in use.</summary>
    public static readonly TimeSpan Reading = TimeSpan.FromSeconds(1);

    /// <summary>How long a file may be in use if the call can be made at another time.</summary>
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

    /// <summary>Runs an action, and repeats it after pauses of 1, 2, 4 ... 100 ms while a file is in use.</summary>
    /// <param name="patience">For how long the action is repeated.</param>
    /// <param name="action">The action. It changes nothing if it fails because a file is in use.</param>
    /// <param name="paths">The files that may be in use. For some calls, Windows only reports that access is denied.</param>
    /// <exception cref="FileInUseException">A file was still in use at the end.</exception>
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

                // Access is also denied for a moment if the program closed the file just after the call, or if a deletion
                // waits until the last program has closed the file.
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
