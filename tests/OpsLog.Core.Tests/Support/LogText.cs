using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Support;

/// <summary>Composes logs line by line and reads them back as short words.</summary>
internal sealed class LogText
{
    private readonly ByteBuffer _bytes = new();
    private readonly List<int> _ends = [];

    /// <summary>Where each line ends, its newline included.</summary>
    public IReadOnlyList<int> Ends => _ends;

    public byte[] ToArray() => _bytes.Span.ToArray();

    /// <summary>An operation of this engine; a word with a minus before it is a delete.</summary>
    public LogText Add(string word, int index = 0, int count = 0, string value = "{\"n\":1}", int undoRank = 0, string agent = "", long clock = 0, long unixMs = 1_700_000_000_000)
    {
        bool isDelete = word[0] == '-';
        OperationCodec.Write(_bytes, new OperationDraft
        {
            UnixMs = unixMs,
            Kind = isDelete ? OperationKind.Delete : OperationKind.Set,
            Id = JsonText.Encode(word.TrimStart('-')),
            Data = Encoding.UTF8.GetBytes(value),
            Previous = isDelete ? "{}"u8 : default,
            Batch = new BatchMark(index, count),
            UndoRank = undoRank,
            Agent = JsonText.Encode(agent),
            Clock = clock,
        });
        _ends.Add(_bytes.Length);
        return this;
    }

    /// <summary>A batch of this engine.</summary>
    public LogText AddBatch(params string[] words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            Add(words[i], i + 1, words.Length);
        }

        return this;
    }

    /// <summary>An operation as the npm package writes it.</summary>
    public LogText AddForeign(string word, string more = "")
    {
        string rest = word[0] == '-' ? "\"op\":\"delete\",\"id\":\"" + word[1..] + "\",\"prev\":{}" : "\"op\":\"set\",\"id\":\"" + word + "\",\"prev\":null,\"data\":{\"n\":2}";
        return AddText("{\"ts\":\"2026-01-01T00:00:00.000Z\"," + rest + more + "}\n");
    }

    /// <summary>Any text, as a line.</summary>
    public LogText AddText(string text)
    {
        _bytes.Append(Encoding.UTF8.GetBytes(text));
        _ends.Add(_bytes.Length);
        return this;
    }

    /// <summary>The operations that count, a step in each string: its words with a plus between them.</summary>
    public static List<string> Steps(byte[] log, out LogScanner scanner, int mostBytes = int.MaxValue)
    {
        BytesReader source = new(log, mostBytes);
        scanner = new LogScanner(new LineReader(source, 0, source.Length));
        List<string> steps = [];
        List<string> step = [];
        while (scanner.TryRead(out OperationView operation))
        {
            if (scanner.StartsStep)
            {
                End(scanner);
            }

            // A spoilt id may hold the mark between operations itself.
            step.Add(Word(operation).Replace('+', '?'));
        }

        End(scanner);
        return steps;

        void End(LogScanner scanner)
        {
            if (step.Count > 0 && !scanner.DropsOpenStep)
            {
                steps.Add(string.Join('+', step));
            }

            step.Clear();
        }
    }

    public static string Word(in OperationView operation)
    {
        using ByteBuffer id = new();
        JsonText.Unescape(operation.RawId, id);
        return (operation.Kind == OperationKind.Delete ? "-" : "") + JsonText.Decode(id.Span);
    }
}
