namespace OpsLog.Core.Maintenance;

/// <summary>
/// What was found in one file. A file in which everything is wrong would fill memory and screen with one and the same,
/// so of each kind only the first are kept and the others counted.
/// </summary>
internal sealed class FileFindings(string file)
{
    internal const int MostOfAKind = 1000;

    private readonly List<StoreFinding> _findings = [];
    private readonly Dictionary<(FindingKind, FindingSeverity), (long Count, StoreFinding Last)> _kinds = [];

    public string File => file;

    /// <summary>As much as a finding here can matter: less for a file that the store can do without.</summary>
    public FindingSeverity Most { get; set; } = FindingSeverity.Error;

    /// <summary>How many errors there are.</summary>
    public int Errors => _findings.Count(finding => finding.Severity == FindingSeverity.Error);

    public void Error(FindingKind kind, long line, long offset, string message, string advice) =>
        Add(new StoreFinding(FindingSeverity.Error, kind, file, line, offset, message, advice));

    public void Warning(FindingKind kind, long line, long offset, string message, string advice) =>
        Add(new StoreFinding(FindingSeverity.Warning, kind, file, line, offset, message, advice));

    public void Information(FindingKind kind, long line, long offset, string message, string advice) =>
        Add(new StoreFinding(FindingSeverity.Information, kind, file, line, offset, message, advice));

    /// <summary>Takes findings of a kind back, from an offset on.</summary>
    public void Drop(FindingKind kind, long offset)
    {
        int dropped = _findings.RemoveAll(finding => finding.Kind == kind && finding.Offset >= offset);
        foreach ((FindingKind, FindingSeverity) key in _kinds.Keys.Where(key => key.Item1 == kind).ToList())
        {
            _kinds[key] = _kinds[key] with { Count = _kinds[key].Count - dropped };
        }
    }

    /// <summary>The findings by their place in the file; of one place in the order they were made.</summary>
    public IEnumerable<StoreFinding> InOrder()
    {
        foreach ((long count, StoreFinding last) in _kinds.Values)
        {
            if (count > MostOfAKind)
            {
                _findings.Add(last with
                {
                    Kind = FindingKind.MoreFindings,
                    Message = $"The file has {count - MostOfAKind} more findings of the kind {last.Kind}. This is the place of the last one.",
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
