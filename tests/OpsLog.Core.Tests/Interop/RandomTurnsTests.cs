using System.Globalization;
using System.Text;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Interop;

/// <summary>Both sides by turns on one store, doing whatever comes; the state is compared after every turn.</summary>
public sealed class RandomTurnsTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] _ids = ["a", "b", "c", "d", "e", "f"];

    private readonly TemporaryDirectory _directory = new();
    private readonly TurnModel _model = new();
    private Random _random = Random.Shared;
    private bool _ascii;
    private int _unique;

    public void Dispose() => _directory.Dispose();

    // Its undo cuts at a count of characters, so in a log with non-ASCII characters it destroys the text before.
    [NpmFact]
    public void Turns_with_its_undo_in_ASCII() => TakeTurns(ascii: true);

    [NpmFact]
    public void Turns_without_its_undo_in_any_script() => TakeTurns(ascii: false);

    private void TakeTurns(bool ascii)
    {
        int seed = TestSeed.Next(output);
        _random = new Random(seed);
        _ascii = ascii;
        using NpmProcess node = new();
        for (int turn = 0; turn < 60; turn++)
        {
            bool npm = _random.Next(2) == 0;
            bool checkpoints = _random.Next(3) == 0;
            IStoreSide side = npm
                ? node.Open(_directory.Path, $$"""{"checkpointOnClose":{{(checkpoints ? "true" : "false")}},"checkpointThreshold":100000}""")
                : new OwnStore(_directory.Path, checkpoints ? CheckpointOnClose.Always : CheckpointOnClose.Never);
            string context = $"seed {seed}, turn {turn}, {(npm ? "npm" : "ours")}";
            Compare(side, $"{context}, at its beginning");
            for (int step = _random.Next(12); step > 0; step--)
            {
                DoSomething(side, npm);
            }

            Compare(side, $"{context}, at its end");
            side.Close();
            Assert.Equal((context, ""), (context, Findings.Of(new FileSystemBackend(_directory.Path), FindingSeverity.Warning)));
            if (checkpoints)
            {
                _model.Checkpoint();
            }
        }
    }

    private void DoSomething(IStoreSide side, bool npm)
    {
        string id = _ids[_random.Next(_ids.Length)];
        switch (_random.Next(12))
        {
            case < 5:
                string value = Value();
                side.Set(id, value);
                _model.Write((id, value));
                break;
            case 5 or 6 when _model.Records.ContainsKey(id):
                side.Delete(id);
                _model.Write((id, null));
                break;
            case 7:
                (string, string?)[] changes = [.. Enumerable.Range(0, _random.Next(2, 5)).Select(_ => (_ids[_random.Next(_ids.Length)], (string?)Value()))];
                side.Batch(changes);
                foreach ((string, string?)[] step in npm ? changes.Select(change => new[] { change }) : [changes])
                {
                    // It marks no batches, so what it wrote as one batch is several steps for an undo.
                    _model.Write(step);
                }

                break;
            case 8 or 9 when npm ? _ascii && _model.NpmCanUndo : _model.Steps > 0:
                Assert.True(side.Undo());
                (npm ? (Action)_model.NpmUndoes : _model.WeUndo)();
                break;
            case 10 when _random.Next(3) == 0:
                side.Compact();
                _model.Checkpoint();
                break;
            case 11 when _random.Next(3) == 0 && _model.Records.Count > 0:
                string[] moved = [.. _model.Records.Keys.Where(_ => _random.Next(2) == 0).Take(3)];
                string segment = $"s{_unique++.ToString(CultureInfo.InvariantCulture)}";
                if (side.Archive(segment, moved) > 0)
                {
                    (npm ? (Action<string, string[]>)_model.NpmArchives : _model.WeArchive)(segment, moved);
                }

                break;
        }
    }

    private void Compare(IStoreSide side, string context)
    {
        AssertSame(context, _model.Records, side.Records);
        foreach ((string segment, SortedDictionary<string, string> records) in _model.Segments)
        {
            AssertSame($"{context}, segment {segment}", records, side.Segment(segment));
        }
    }

    private static void AssertSame(string context, SortedDictionary<string, string> expected, SortedDictionary<string, string> actual) => Assert.True(
        Canonical(expected) == Canonical(actual), $"{context}\nexpected\n{Canonical(expected)}\nactual\n{Canonical(actual)}");

    /// <summary>Keys in order: a patch of the package's gives a removed key back, but not the place it stood in.</summary>
    private static string Canonical(SortedDictionary<string, string> records) => string.Join('\n', records.Select(record =>
        $"{record.Key} {string.Join(' ', record.Value.Trim('{', '}').Split(',').Order(StringComparer.Ordinal))}"));

    private string Value()
    {
        StringBuilder json = new($"{{\"n\":{(_unique++).ToString(CultureInfo.InvariantCulture)}");
        foreach (string key in new[] { "name", "host", "note", "owner" }.OrderBy(_ => _random.Next()).Take(_random.Next(5)))
        {
            string text = _random.Next(3) == 0 ? (_ascii ? "plain" : "日本 😀 é") : new string((char)('a' + _random.Next(3)), _random.Next(60));
            json.Append(CultureInfo.InvariantCulture, $",\"{key}\":\"{text}\"");
        }

        return json.Append('}').ToString();
    }
}
