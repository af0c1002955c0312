using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.History;

/// <summary>Streams the operations of one log, whole steps only.</summary>
internal static class HistoryReader
{
    /// <summary>Reads a log to its end.</summary>
    public static IEnumerable<LoggedOperation> Read(IStorageBackend backend, string log, OperationFilter filter)
    {
        using IObjectReader source = backend.OpenRead(log);
        foreach (LoggedOperation operation in Read(source, log, from: 0, source.Length, filter))
        {
            yield return operation;
        }
    }

    /// <summary>Reads the part of a log between two offsets that lie between steps.</summary>
    public static IEnumerable<LoggedOperation> Read(IObjectReader source, string log, long from, long end, OperationFilter filter)
    {
        LogScanner scanner = new(new LineReader(source, from, end));
        byte[]? id = filter.Id is null ? null : JsonText.Encode(filter.Id);
        List<LoggedOperation> step = [];
        StepHeader header = default;
        while (TryRead(scanner, log, id, ref header, out LoggedOperation? operation))
        {
            if (scanner.StartsStep)
            {
                foreach (LoggedOperation whole in scanner.DropsOpenStep ? [] : step)
                {
                    yield return whole;
                }

                step.Clear();
            }

            if (operation is not null && filter.Wants(operation))
            {
                step.Add(operation);
            }
        }

        foreach (LoggedOperation whole in scanner.DropsOpenStep ? [] : step)
        {
            yield return whole;
        }
    }

    /// <summary>An operation as an object of its own.</summary>
    public static LoggedOperation ToObject(in OperationView view, in StepHeader step, string log, long offset)
    {
        using ByteBuffer scratch = new();
        byte[]? after = view.Kind == OperationKind.Set ? view.CompactData(scratch).ToArray() : null;
        byte[]? before = view.Previous.IsEmpty ? null : Previous(view, after);
        string timestamp = Text(view.Timestamp);
        return new LoggedOperation
        {
            Time = Timestamp.TryParse(timestamp, out DateTime utc) ? utc : null,
            Kind = view.Kind,
            Id = Text(view.RawId),
            Before = Memory(before),
            IsBeforeUnknown = before is null && !view.Previous.IsEmpty,
            After = Memory(after),
            Agent = view.RawAgent.IsEmpty ? null : Text(view.RawAgent),
            Clock = view.Clock,
            Author = step.Author,
            Comment = step.Comment,
            UndoRank = view.UndoRank,
            Undoes = step.Undoes,
            BatchIndex = view.Batch.Index,
            BatchCount = view.Batch.Count,
            Segment = view.RawSegment.IsEmpty ? null : Text(view.RawSegment),
            Replaced = view.Replaced.IsEmpty ? null : Memory(Compact(view.Replaced)),
            Log = log,
            Offset = offset,
            StepOffset = step.Offset,
        };
    }

    // Even the null of a conditional would become an empty memory by way of an array's conversion.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;

    private static byte[]? Previous(in OperationView view, byte[]? after)
    {
        if (!view.IsDelta)
        {
            return Compact(view.Previous);
        }

        using ByteBuffer previous = new();
        return after is not null && RecordDelta.TryApply(after, view.Previous, previous) ? previous.Span.ToArray() : null;
    }

    private static byte[] Compact(ReadOnlySpan<byte> record)
    {
        using ByteBuffer compact = new();
        RecordJson.Minify(record, compact);
        return compact.Span.ToArray();
    }

    // Apart from the iterator, which can't hold slices of a line.
    private static bool TryRead(LogScanner scanner, string log, byte[]? id, ref StepHeader header, out LoggedOperation? operation)
    {
        operation = null;
        OperationView view;
        try
        {
            if (!scanner.TryRead(out view))
            {
                return false;
            }
        }
        catch (LineTooLongException line)
        {
            throw new LogDamagedException(log, line.Line, line.Offset, line.Message, canBeSkipped: false);
        }

        if (scanner.StartsStep)
        {
            header = StepHeader.Of(view, scanner.Offset, header);
        }

        if (id is null || JsonText.Plain(view.RawId).SequenceEqual(id))
        {
            operation = ToObject(view, header, log, scanner.Offset);
        }

        return true;
    }

    private static string Text(ReadOnlySpan<byte> raw) => JsonText.Decode(JsonText.Plain(raw));
}
