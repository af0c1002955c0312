using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>Checks every line of one log.</summary>
internal sealed class LogCheck : IDisposable
{
    private readonly CheckRun _run;
    private readonly LogPlan _log;
    private readonly RecordChain? _chain;
    private readonly FileFindings _findings;
    private readonly OperationCheck _operations;
    private readonly LostTail _lost;

    /// <param name="run">The check.</param>
    /// <param name="log">The log.</param>
    /// <param name="chain">The result of the earlier logs; null if operations do not follow one another.</param>
    /// <param name="findings">Receives the findings.</param>
    public LogCheck(CheckRun run, LogPlan log, RecordChain? chain, FileFindings findings)
    {
        _run = run;
        _log = log;
        _chain = chain;
        _findings = findings;
        _operations = new OperationCheck(log.Agent, findings);
        _lost = new LostTail(log.Role == LogRole.Kept && run.Retired.TryGetValue(log.Name, out long end) ? end : null);
    }

    public void Dispose() => _operations.Dispose();

    public void Check()
    {
        using IObjectReader source = _run.Open(_log.Name);
        long length = source.Length;
        long covered = _log.Role == LogRole.Active ? _run.Header?.Covered.GetValueOrDefault(_log.Name) ?? 0 : 0;
        bool isShort = covered > length;
        if (isShort)
        {
            _findings.Error(
                FindingKind.InvalidCoverage, 0, length,
                $"The log has {Counted.Of(length, "byte")}, but the snapshot covers {Counted.Of(covered, "byte")} of it: the end of the log is lost.", Advice.Restore);
            covered = length;
        }

        LogScanner first = Scan(source, 0, covered, linesBefore: 0, horizon: 0);
        if (first.WholeLength < covered && !isShort)
        {
            _findings.Error(
                FindingKind.InvalidCoverage, first.WholeLines + 1, first.WholeLength,
                $"The snapshot covers the log up to byte {covered}, which is in the middle of a step.", Advice.RestoreStore);
        }

        LogScanner last = Scan(source, covered, length, first.WholeLines, _log.Role == LogRole.Active ? _run.Header?.Horizon ?? 0 : 0);
        bool isShortened = TellShortened(last, length);
        if (last.WholeLength < length)
        {
            TellTorn(last.WholeLines + 1, last.WholeLength, length - last.WholeLength, isShortened, ZeroBytes.AreBehind(source, last.WholeLength));
        }

        TellLate();
        _lost.Report(source, _findings);
        TellWhole();
    }

    private LogScanner Scan(IObjectReader source, long from, long to, long linesBefore, long horizon)
    {
        bool damaged = false;
        LogScanner scanner = new(new LineReader(source, from, to) { LineNumber = linesBefore }, damage =>
        {
            damaged = true;
            TellDamage(damage);
        });
        while (scanner.TryRead(out OperationView operation))
        {
            if (damaged)
            {
                // Its effect on records is unknown; a step that was dropped is damage too.
                _chain?.Forget();
                damaged = false;
            }
            else if (scanner.StartsStep)
            {
                _chain?.EndStep(dropped: false);
            }

            _lost.Note(scanner);
            _operations.Check(operation, scanner, horizon);
            _run.Unnamed.Note(operation);
            if (_chain?.Apply(operation) is { } fault)
            {
                _findings.Warning(
                    FindingKind.PreviousMismatch, scanner.Line, scanner.Offset, fault,
                    "An earlier operation is missing or was changed. Compare the logs and the snapshot with a backup.");
            }
        }

        _chain?.EndStep(scanner.DropsOpenStep);
        if (damaged)
        {
            _chain?.Forget();
        }

        _findings.Drop(FindingKind.LogDamage, scanner.WholeLength);
        return scanner;
    }

    /// <summary>
    /// Reports operations below the horizon if they wrote the current values of their records. An undo of an operation
    /// that other writers have overwritten has no effect.
    /// </summary>
    private void TellLate()
    {
        foreach (OperationCheck.LateOperation late in _operations.Late)
        {
            if (_run.State.TryGetStamp(late.Id, out Stamp stamp) && stamp == _run.State.StampOf(late.Stamp))
            {
                _findings.Warning(
                    FindingKind.InvalidStamp, late.Line, late.Offset,
                    $"The clock of the operation is {late.Stamp.Clock}, and the snapshot does not cover the operation, although it no longer contains deletions up to clock {_run.Header?.Horizon}. The operation can restore a record that was deleted.",
                    "Check whether the record has the value that you expect.");
            }
        }
    }

    private void TellDamage(LogDamage damage)
    {
        string what = $"The line can't be read and is skipped: {damage.Reason}.";
        if (damage.IsHole)
        {
            _findings.Warning(FindingKind.LogDamage, damage.Line, damage.Offset, what, "The lost writes were not flushed; with durability Disk they were not acknowledged. Run Invoke-OpsLogCompaction to begin a log without the damaged part.");
        }
        else
        {
            _findings.Error(FindingKind.LogDamage, damage.Line, damage.Offset, what, _log.Role == LogRole.Active ? Advice.RestoreOrAccept : Advice.RestoreHistory);
        }
    }

    /// <summary>
    /// The npm package leaves a log that is cut at the end of a line if it undoes operations and has not written its
    /// own to the log.
    /// </summary>
    private bool TellShortened(LogScanner read, long length)
    {
        long noted = _log.Role == LogRole.Active ? _run.Manifest?.LogLengths.GetValueOrDefault(_log.Name) ?? 0 : 0;
        if (read.WholeLength >= noted || _operations.Unsealed > 0)
        {
            return false;
        }

        string what = $"The log had {noted} bytes when the store was last closed, and only {read.WholeLength} of them can be read";
        if (read.WholeLength < length)
        {
            _findings.Error(FindingKind.LogShortened, read.WholeLines + 1, read.WholeLength, $"{what}: acknowledged operations are lost.", Advice.RestoreStore);
        }
        else
        {
            _findings.Warning(
                FindingKind.LogShortened, 0, read.WholeLength, $"{what}: acknowledged operations are lost, unless the npm package has undone them.", Advice.RestoreStore);
        }

        return true;
    }

    private void TellTorn(long line, long offset, long length, bool wasAcknowledged, bool hasZeros)
    {
        string last = length == 1 ? "The last byte of the log" : $"The last {length:N0} bytes of the log";
        string s = length == 1 ? "s" : "";
        string what = wasAcknowledged
            ? $"{last} can't be read."
            : hasZeros
            ? $"{last} contain{s} zeros in place of writes that were not flushed when the power failed. With durability Disk these writes were not acknowledged. With durability OperatingSystem acknowledged writes may be lost."
            : $"{last} belong{s} to an incomplete line or batch, which was never acknowledged.";
        bool isShared = _run.Manifest is { ActiveAgentOps.Count: > 0 };
        switch (_log)
        {
            case { Role: LogRole.Active, Agent.Length: > 0 }:
                _findings.Warning(
                    FindingKind.TornTail, line, offset, what, $"Open the store once as agent '{_log.Agent}' or as a single writer, which moves these bytes to a file of their own or leaves them out.");
                break;
            case { Role: LogRole.Active } when !isShared:
                _findings.Warning(FindingKind.TornTail, line, offset, what, "Open the store once for writing, which moves these bytes to a file of their own.");
                break;
            case { Role: LogRole.Kept, Agent.Length: 0 } when !_run.HasAgentLogs:
                _findings.Warning(FindingKind.TornTail, line, offset, what, "The log is superseded, so an opening should have moved these bytes before. Compare this file with a backup.");
                break;
            default:
                _findings.Information(FindingKind.TornTail, line, offset, what, Advice.Nothing);
                break;
        }
    }

    private void TellWhole()
    {
        _run.HasUnsealedLines |= _operations.Unsealed > 0;
        if (_operations.Unsealed > 0)
        {
            _findings.Information(
                FindingKind.NoChecksum, 0, 0,
                $"{_operations.Unsealed:N0} of {Counted.Of(_operations.Operations, "operation")} in this log {(_operations.Unsealed == 1 ? "has" : "have")} no checksum, because another program wrote {(_operations.Unsealed == 1 ? "it" : "them")}. Changes within a value can't be detected there.",
                Advice.Nothing);
        }

        bool isStray = _log.Role == LogRole.Stray || (_log.Role == LogRole.Kept && IsAheadOfSnapshot());
        if (isStray && _operations.Operations > 0)
        {
            _findings.Warning(
                FindingKind.StrayLog, 0, 0,
                $"The log is newer than the log that the manifest names. Its {Counted.Of(_operations.Operations, "operation", "is", "are")} not replayed.",
                "If the manifest was restored from a backup, restore the whole store. Otherwise read the operations with Get-OpsLogOperation, and write the missing records again.");
        }
        else if (isStray && _run.Manifest?.ActiveOps is { } active && StoreLayout.TryParseWriterLog(active, out _))
        {
            _findings.Information(FindingKind.StrayLog, 0, 0, "The log is empty. It belongs to an interrupted checkpoint.", "No action is required: the next opening for writing removes the file.");
        }
    }

    /// <summary>
    /// The log of an agent that has ended is covered completely, and is older than the snapshot that covers it. If this
    /// engine wrote all of it, its clocks show this too, whatever the clock of the computer did in the meantime.
    /// </summary>
    private bool IsAheadOfSnapshot() =>
        _log.Agent.Length > 0
        && _run is { Manifest: { } manifest, Header: { } header }
        && (_operations.Unsealed > 0 || _operations.Clock > header.Clock)
        && StoreLayout.TryParseSnapshot(manifest.CurrentSnapshot, out FileNameTime taken)
        && _log.Time.CompareTo(taken) > 0;
}
