using System.Text;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Tests.Faults;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>One problem is one finding: its consequences are not reported as more problems.</summary>
public sealed class NoNoiseTests
{
    private readonly StoreImage _single = SampleStores.Single();
    private readonly StoreImage _agents = SampleStores.Agents();

    [Fact]
    public void What_is_damaged_in_a_torn_batch_is_a_part_of_the_torn_end() => AssertKinds(
        [FindingKind.TornTail],
        _single.WithText(_single.ActiveLog(), text => string.Concat(text.Split('\n')[..7].Select(line => line + "\n")) + "damage\n"));

    [Fact]
    public void What_a_damaged_line_did_to_its_record_is_not_missed_in_the_next() => AssertKinds(
        [FindingKind.LogDamage],
        _single.WithText(_single.ActiveLog(), text => text.Replace("\"op\":\"set\",\"id\":\"old-2\"", "\"op\":\"set\",\"id\":\"old-3\"")));

    [Fact]
    public void Nor_in_the_snapshot()
    {
        string kept = _single.Files.Keys.Where(name => name.StartsWith("ops/", StringComparison.Ordinal)).ElementAt(1);
        AssertKinds([FindingKind.LogDamage], _single.WithText(kept, text => text.Replace("\"state\":\"done\"", "\"state\":\"gone\"")));
    }

    [Fact]
    public void A_torn_batch_of_a_kept_log_is_not_looked_for_in_the_snapshot()
    {
        string kept = _single.Files.Keys.Where(name => name.StartsWith("ops/", StringComparison.Ordinal)).ElementAt(1);
        AssertKinds(
            [FindingKind.TornTail],
            _single.WithLines(kept, lines => lines.Append("""{"ts":"2026-01-01T00:00:00.000Z","op":"set","id":"web01","data":{"torn":1},"prev":{"role":"web","cpus":8,"note":"Grüße \"quoted\""},"batch":[1,2]""")));
    }

    [Fact]
    public void A_log_that_is_shorter_than_its_covered_part_is_reported_once()
    {
        string log = _agents.ManifestOf().ActiveAgentOps["laptop"];
        long line = _agents.OffsetOf(log, 2);
        AssertKinds([FindingKind.InvalidCoverage], _agents.WithText(log, text => text[..(int)line]));
    }

    [Fact]
    public void A_program_that_wrote_without_loading_knows_of_no_record_before()
    {
        AssertKinds(
            [FindingKind.NoChecksum],
            _single.WithText(_single.ActiveLog(), text => text + """{"ts":"2026-01-01T00:00:00.000Z","op":"set","id":"web01","prev":null,"data":{"n":1}}""" + "\n"));
    }

    [Fact]
    public void A_hole_that_a_power_cut_left_is_a_warning()
    {
        byte[] log = _single.Files[_single.ActiveLog()];
        int fourth = (int)_single.OffsetOf(_single.ActiveLog(), 4);
        byte[] holed = [.. log[..fourth], .. new byte[200], .. Encoding.UTF8.GetBytes("\n"), .. log[fourth..]];
        StoreFinding finding = Assert.Single(StoreCheck.Run(_single.Replace(_single.ActiveLog(), holed).Copy()));
        Assert.Equal((FindingSeverity.Warning, FindingKind.LogDamage, 4L, (long)fourth), (finding.Severity, finding.Kind, finding.Line, finding.Offset));
    }

    private static void AssertKinds(FindingKind[] expected, StoreImage store)
    {
        List<StoreFinding> findings = [.. StoreCheck.Run(store.Copy())];
        Assert.True(expected.SequenceEqual(findings.Select(finding => finding.Kind)), string.Join('\n', findings.Select(Findings.Text)));
    }
}
