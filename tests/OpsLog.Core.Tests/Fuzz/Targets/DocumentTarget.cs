using System.Text;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>The streaming reader of segments and old snapshots, against a parser that has the whole text.</summary>
internal sealed class DocumentTarget : FuzzTarget
{
    private readonly Mutator _mutator = new(Corpus.Documents);

    public override string Name => "RecordDocumentReader";

    public override int Share => 40_000;

    public override FuzzInput Next(Random random)
    {
        byte[] made = new Grammar(random).Document(random.Next(2) == 0);
        return FuzzInput.Of(random.Next(4) switch { 0 => made, 1 => _mutator.Change(random, made), _ => _mutator.Next(random) });
    }

    public override string Run(FuzzInput input)
    {
        byte[] text = input.Bytes;
        List<string>? members = Read(text, int.MaxValue, out RecordDocumentReader document);
        List<string>? inPieces = Read(text, Math.Max(13, text.Length / 50), out RecordDocumentReader pieces);
        FuzzFailureException.ThrowUnlessEqual(document.IsMalformed, pieces.IsMalformed, "malformed in pieces");
        FuzzFailureException.ThrowIf(document.Offset < 0 || document.Offset > text.Length, $"its offset is {document.Offset}");
        FuzzFailureException.ThrowIf(document.IsMalformed && document.Offset != pieces.Offset, $"the fault is at {document.Offset}, and at {pieces.Offset} in pieces");
        FuzzFailureException.ThrowIf(!members.SequenceEqual(inPieces), "other members in pieces");
        List<(string Key, byte[] Value)>? whole = JsModel.IsUtf8(text) ? JsModel.Members(text, levels: 2) : null;
        FuzzFailureException.ThrowIf(!document.IsMalformed && whole is null, "it is no object");
        if (document.IsMalformed)
        {
            bool hasOne = whole is not null && whole.Exists(member => member.Key == "records" && JsModel.Members(member.Value) is not null);
            return hasOne ? "malformed, though with records" : "malformed";
        }

        if (!document.HasRecords)
        {
            return "without records";
        }

        List<(string Key, byte[] Value)> expected = JsModel.Members(whole!.Find(member => member.Key == "records").Value ?? [])
            ?? throw new FuzzFailureException("its records are no object");
        Dictionary<string, string> found = [];
        members.Where(member => member[0] == '!').ToList().ForEach(member => found[Key(member)] = member[(member.IndexOf('\0') + 1)..]);
        FuzzFailureException.ThrowUnlessEqual(expected.Count, found.Count, "records");
        expected.ForEach(record => FuzzFailureException.ThrowUnlessEqual(Encoding.Latin1.GetString(record.Value), found.GetValueOrDefault(record.Key), $"record '{record.Key}'"));
        return FuzzTally.Accepted;
    }

    private static string Key(string member) => JsModel.Plain(Encoding.Latin1.GetBytes(member[1..member.IndexOf('\0')]));

    private static List<string> Read(byte[] text, int most, out RecordDocumentReader document)
    {
        document = new RecordDocumentReader(new BytesReader(text, most));
        List<string> members = [];
        while (document.TryRead())
        {
            members.Add($"{(document.IsRecord ? '!' : '-')}{Encoding.Latin1.GetString(document.RawKey)}\0{Encoding.Latin1.GetString(document.Value)}");
        }

        return members;
    }
}
