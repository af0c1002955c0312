using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store;

/// <summary>Replays a store's logs and acts on what the scan of them finds.</summary>
internal sealed class LogLoader(IStorageBackend backend, bool strict, List<StoreWarning> warnings)
{
    /// <summary>Replays the one log of a single writer; <paramref name="repair"/> puts a torn tail aside.</summary>
    public LoadedLogs Load(string log, RecordTable table, bool repair)
    {
        LogScanner scanner;
        long length;
        using (IObjectReader source = OpenLog(log))
        {
            length = source.Length;
            scanner = new LogScanner(new LineReader(source, 0, length));
            new LogReplay(table).Run(scanner);
        }

        Report(log, scanner);
        if (length > scanner.WholeLength && repair)
        {
            RepairTail(log, scanner.WholeLength, length);
        }

        return new LoadedLogs(scanner.Operations, scanner.WholeLength, 0);
    }

    /// <summary>Replays the logs of agents, and a single writer's before them, in the total order of their stamps.</summary>
    public LoadedLogs LoadMerged(IReadOnlyList<string> logs, string active, RecordTable table, long snapshotClock)
    {
        LogMerger merger = new(snapshotClock);
        long wholeLength = 0;
        foreach (string log in logs)
        {
            using IObjectReader source = OpenLog(log);
            LogScanner scanner = new(new LineReader(source, 0, source.Length));
            merger.Add(scanner);
            Report(log, scanner);
            wholeLength = log == active ? scanner.WholeLength : wholeLength;
        }

        return new LoadedLogs(merger.Apply(table), wholeLength, merger.Clock);
    }

    private IObjectReader OpenLog(string log)
    {
        try
        {
            return backend.OpenRead(log);
        }
        catch (ObjectNotFoundException)
        {
            throw new LogMissingException(PathOf(log));
        }
    }

    private void Report(string log, LogScanner scanner)
    {
        foreach (LogDamage damage in scanner.Damage)
        {
            if (strict)
            {
                throw new LogDamagedException(PathOf(log), damage.Line, damage.Offset, damage.Reason);
            }

            warnings.Add(new StoreWarning(
                StoreWarningKind.SkippedDamage,
                $"The log '{PathOf(log)}' is damaged at line {damage.Line}, byte {damage.Offset}: {damage.Reason}. It was skipped and stays in the file.",
                PathOf(log),
                damage.Line,
                damage.Offset));
        }
    }

    /// <summary>Moves the bytes behind the last whole step to a file of their own, then cuts the log.</summary>
    private void RepairTail(string log, long wholeLength, long length)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        int attempt = 0;
        while (backend.Find(StoreLayout.TornTail(log, now, attempt)) is not null)
        {
            attempt++;
        }

        string torn = StoreLayout.TornTail(log, now, attempt);
        using (IObjectReader source = backend.OpenRead(log))
        using (IObjectWriter target = backend.CreateObject(torn))
        {
            byte[] buffer = new byte[(int)Math.Min(length - wholeLength, 1024 * 1024)];
            for (long offset = wholeLength; offset < length;)
            {
                int read = source.Read(offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - offset)));
                target.Write(buffer.AsSpan(0, read));
                offset += read;
            }

            target.Complete();
        }

        using (IAppendLog target = backend.OpenAppend(log))
        {
            target.Truncate(wholeLength);
        }

        warnings.Add(new StoreWarning(
            StoreWarningKind.TornTail,
            $"The last write to '{PathOf(log)}' was cut short, so it was never acknowledged. Its {length - wholeLength} bytes from byte {wholeLength} on were moved to '{PathOf(torn)}'.",
            PathOf(log),
            0,
            wholeLength));
    }

    private string PathOf(string name) => StoreFiles.PathOf(backend, name);
}
