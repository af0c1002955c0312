using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>Looks for records that came back from an archive segment.</summary>
internal static class RestoredRecords
{
    /// <summary>Whether a log contains the restore of a record, as far as it can be read.</summary>
    public static bool AnyIn(CheckRun run, string log)
    {
        try
        {
            run.ThrowIfNoFile(log);
            using IObjectReader source = run.Backend.OpenRead(log);
            LogScanner scanner = new(new LineReader(source, 0, source.Length));
            while (scanner.TryRead(out OperationView operation))
            {
                if (operation is { Kind: OperationKind.Set, RawSegment.IsEmpty: false })
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is ObjectNotFoundException or LineTooLongException)
        {
            // The check of the log reports it.
        }

        return false;
    }
}
