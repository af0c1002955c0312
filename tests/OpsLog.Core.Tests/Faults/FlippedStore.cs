using OpsLog.Core.Maintenance;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;

namespace OpsLog.Core.Tests.Faults;

/// <summary>
/// Opens and checks copies of a store that have one wrong bit each, and compares them with the unchanged store.
/// </summary>
internal sealed class FlippedStore
{
    private readonly OpsLogStoreOptions _writer;
    private readonly OpsLogStoreOptions _reader;
    private readonly StoreReading _wasRead;
    private readonly StoreReading _wasWritten;
    private readonly HashSet<string> _findings;
    private readonly HashSet<(string Id, string Value)> _rightValues = [];

    public FlippedStore(StoreImage image, int version = 1, bool isIndexed = false)
    {
        Image = image;
        _writer = new OpsLogStoreOptions { SchemaVersion = version, CheckpointOnClose = CheckpointOnClose.Never, SnapshotIndexFrom = isIndexed ? -1 : long.MaxValue };
        _reader = _writer with { ReadOnly = true };
        _wasRead = StoreReading.Of(image.Copy(), _reader);
        _wasWritten = StoreReading.Of(image.Copy(), _writer);
        _findings = [.. StoreCheck.Run(image.Copy()).Select(Findings.Text)];
        Assert.Empty(_wasRead.Errors.Concat(_wasRead.Warnings).Concat(_wasWritten.Errors).Concat(_wasWritten.Warnings));
        foreach (LoggedOperation operation in OpsLogStore.Open(image.Copy(), _reader).GetOperations())
        {
            _rightValues.Add((operation.Id, Text(operation.Before)));
            _rightValues.Add((operation.Id, Text(operation.After)));
        }

        foreach ((string id, string value) in _wasRead.Records!)
        {
            _rightValues.Add((id, value));
        }
    }

    public StoreImage Image { get; }

    /// <summary>The previous snapshot, which is kept and which nothing reads.</summary>
    public string PreviousSnapshot => Image.Files.Keys.First(name => StoreLayout.TryParseSnapshot(name, out _));

    public FlipVerdict Judge(Flip flip)
    {
        byte[] content = flip.Of(Image.Files[flip.File]);
        StoreReading read = StoreReading.Of(Image.With(flip.File, content), _reader);
        StoreReading written = StoreReading.Of(Image.With(flip.File, content), _writer);
        return new FlipVerdict
        {
            IsToldByOpening = read.Errors.Count + read.Warnings.Count + written.Errors.Count + written.Warnings.Count > 0,
            IsToldByCheck = StoreCheck.Run(Image.With(flip.File, content)).Any(finding => !_findings.Contains(Findings.Text(finding))),
            Effect = Difference("reader", _wasRead, read) + Difference("writer", _wasWritten, written),
            WrongValue = WrongValue("reader", read, _wasRead) ?? WrongValue("writer", written, _wasWritten),
        };
    }

    private static string Difference(string who, StoreReading was, StoreReading now) =>
        was.State != now.State ? $"The {who}'s state:\n{now.State}\n"
        : was.History != now.History ? $"The {who}'s history:\n{now.History}\n"
        : was.Segments != now.Segments ? $"The {who}'s segments:\n{now.Segments}\n"
        : "";

    private static string Text(ReadOnlyMemory<byte>? value) => value is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes.Span) : "";

    /// <summary>What was read and never was: a value under an id, an operation, a segment with other records.</summary>
    private string? WrongValue(string who, StoreReading reading, StoreReading was)
    {
        foreach ((string id, string value) in reading.Records ?? [])
        {
            if (!_rightValues.Contains((id, value)))
            {
                return $"the {who} has '{id}' as {value}, which it never was";
            }
        }

        string? strange = Lines(reading.History).Except(Lines(was.History)).Concat(Lines(reading.Segments).Except(Lines(was.Segments))).FirstOrDefault();
        return strange is null ? null : $"the {who} receives '{strange}'";
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
