using System.Globalization;
using OpsLog.Core.Tests.Preload;

namespace OpsLog.Core.Tests.Storage;

/// <summary>What becomes of a call that fails below the class library, some of which it does not report.</summary>
public sealed class NativeFailureTests
{
    [FaultLibraryTheory]
    [InlineData("one")]
    [InlineData("all")]
    public void A_set_whose_flush_fails_is_not_acknowledged(string failures) => Run(nameof(NativeFailures.Set), failures);

    [FaultLibraryTheory]
    [InlineData(NativeFaults.InputOutputError)]
    [InlineData(NativeFaults.NoSpace)]
    [InlineData(NativeFaults.ReadOnlyFileSystem)]
    [InlineData(NativeFaults.InvalidArgument)]
    [InlineData(NativeFaults.NotSupported)]
    public void A_flush_of_a_file_that_fails_is_an_error(int error) => Run(nameof(NativeFailures.FileFlush), Text(error));

    [FaultLibraryTheory]
    [InlineData(NativeFaults.InputOutputError, true)]
    [InlineData(NativeFaults.ReadOnlyFileSystem, true)]
    [InlineData(NativeFaults.InvalidArgument, false)]
    [InlineData(NativeFaults.NotSupported, false)]
    public void A_flush_of_a_directory_that_fails_is_an_error_unless_the_file_system_has_none(int error, bool isError) =>
        Run(nameof(NativeFailures.DirectoryFlush), Text(error), isError.ToString());

    [FaultLibraryFact]
    public void A_flush_that_was_interrupted_is_made_again() => Run(nameof(NativeFailures.InterruptedFlush));

    [FaultLibraryFact]
    public void A_backup_with_a_flush_that_fails_is_none() => Run(nameof(NativeFailures.Backup));

    [FaultLibraryTheory]
    [InlineData(NativeFaults.InputOutputError)]
    [InlineData(NativeFaults.CrossDevice)]
    public void A_rename_that_fails_is_an_error_and_no_copy(int error) => Run(nameof(NativeFailures.Rename), Text(error));

    [FaultLibraryFact]
    public void An_append_that_fails_counts_for_nothing() => Run(nameof(NativeFailures.Append));

    [FaultLibraryFact]
    public void A_write_of_which_a_part_is_made_goes_on() => Run(nameof(NativeFailures.ShortWrites));

    [FaultLibraryFact]
    public void A_cut_that_fails_is_an_error() => Run(nameof(NativeFailures.Truncation));

    [FaultLibraryFact]
    public void A_file_whose_status_fails_after_it_was_opened_is_a_storage_error() => Run(nameof(NativeFailures.Status));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Run(string part, params string[] arguments) => Assert.Empty(FaultProcess.Run(typeof(NativeFailures), part, arguments));
}
