using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store.Loading;

/// <summary>Warns of what was passed over in logs, or refuses it.</summary>
internal sealed class DamageReport(IStorageBackend backend, bool strict, Action<StoreWarning> warn)
{
    /// <summary>Reports the first damaged places one by one, and counts the others in the cursor.</summary>
    /// <exception cref="LogDamagedException">There is damage, and it is refused.</exception>
    public void Report(LogCursor cursor, LogScanner scanner)
    {
        cursor.DamageCounted += scanner.WholeDamagedPlaces;

        // What is damaged behind the last whole step is met again when that step is read.
        foreach (LogDamage damage in scanner.Damage.Where(damage => damage.Offset < scanner.WholeLength))
        {
            cursor.IsDoubtful = true;
            if (strict)
            {
                throw new LogDamagedException(PathOf(cursor), damage.Line, damage.Offset, damage.Reason);
            }

            if (cursor.DamageReported < LogScanner.MostKept)
            {
                cursor.DamageReported++;
                cursor.DamageCounted--;
                warn(new StoreWarning(
                    StoreWarningKind.SkippedDamage,
                    $"The log '{PathOf(cursor)}' is damaged at line {damage.Line}, byte {damage.Offset}: {damage.Reason}. The damaged part was skipped and stays in the file. Run Test-OpsLogStore to see what to do.",
                    PathOf(cursor),
                    damage.Line,
                    damage.Offset));
            }
        }
    }

    /// <summary>Reports how many damaged places there are beside those that were reported one by one.</summary>
    public void ReportCount(LogCursor cursor)
    {
        if (cursor.DamageCounted > 0)
        {
            warn(new StoreWarning(
                StoreWarningKind.SkippedDamage,
                $"The log '{PathOf(cursor)}' is damaged in {Counted.Of(cursor.DamageCounted, "more place")}, the last one before byte {cursor.Offset}. The damaged parts were skipped and stay in the file. Run Test-OpsLogStore to see the places and what to do.",
                PathOf(cursor),
                0,
                cursor.Offset));
            cursor.DamageCounted = 0;
        }
    }

    private string PathOf(LogCursor cursor) => StoreFiles.PathOf(backend, cursor.Log);
}
