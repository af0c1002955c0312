using OpsLog.Core.Primitives;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// The findings in one file. A file in which everything is wrong would fill memory and screen with the same finding, so
/// only the first findings of each kind are kept and the others counted.
/// </summary>
internal sealed class FileFindings(string file)
{
    internal const int MostOfAKind = 1000;

    private readonly List<StoreFinding> _findings = [];
    private readonly Dictionary<(FindingKind, FindingSeverity), (long Count, StoreFinding Last)> _kinds = [];

    public string File => file;

    /// <summary>The maximum severity of a finding here: lower for a file that the store does not require.</summary>
    public FindingSeverity Most { get; set; } = FindingSeverity.Error;

    /// <summary>The number of errors.</summary>
    public int Errors => _findings.Count(finding => finding.Severity == FindingSeverity.Error);

    public void Error(FindingKind kind, long line, long offset, string message, string advice) =>
        Add(new StoreFinding(FindingSeverity.Error, kind, file, line, offset, message, advice));

    public void Warning(FindingKind kind, long line, long offset, string message, string advice) =>
        Add(new StoreFinding(FindingSeverity.Warning, kind, file, line, offset, message, advice));

    public void Information(FindingKind kind, long line, long offset, string message, string advice) =>
        Add(new StoreFinding(FindingSeverity.Information, kind, file, line, offset, message, advice));

    /// <summary>Removes findings of a kind from an offset on.</summary>
    public void Drop(FindingKind kind, long offset)
    {
        int dropped = _findings.RemoveAll(finding => finding.Kind == kind && finding.Offset >= offset);
        foreach ((FindingKind, FindingSeverity) key in _kinds.Keys.Where(key => key.Item1 == kind).ToList())
        {
            _kinds[key] = _kinds[key] with { Count = _kinds[key].Count - dropped };
        }
    }

    /// <summary>The findings by their place in the file; with the same place in the order in which they were added.</summary>
    public IEnumerable<StoreFinding> InOrder()
    {
        foreach ((long count, StoreFinding last) in _kinds.Values)
        {
            if (count > MostOfAKind)
            {
                _findings.Add(last with
                {
                    Kind = FindingKind.MoreFindings,
                    Message = $"The file has {Counted.Of(count - MostOfAKind, "more finding")} of the kind {last.Kind}. This is the place of the last one.",
                });
            }
        }

        return _findings.OrderBy(finding => finding.Offset);
    }

    private void Add(StoreFinding finding)
    {
        finding = finding.Severity > Most ? finding with { Severity = Most } : finding;
        (FindingKind, FindingSeverity) kind = (finding.Kind, finding.Severity);
        long count = _kinds.GetValueOrDefault(kind).Count + 1;
        _kinds[kind] = (count, finding);
        if (count <= MostOfAKind)
        {
            _findings.Add(finding);
        }
    }
}
