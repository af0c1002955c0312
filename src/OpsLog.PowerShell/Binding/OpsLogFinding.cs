using OpsLog.Core.Maintenance;

namespace OpsLog.PowerShell.Binding;

/// <summary>One thing that the check of a store found.</summary>
public sealed class OpsLogFinding
{
    private readonly StoreFinding _finding;

    internal OpsLogFinding(string store, StoreFinding finding)
    {
        _finding = finding;
        Store = store;
        File = Path.Combine(store, finding.File.Replace('/', Path.DirectorySeparatorChar));
    }

    /// <summary>The severity.</summary>
    public FindingSeverity Severity => _finding.Severity;

    /// <summary>The kind of finding.</summary>
    public FindingKind Kind => _finding.Kind;

    /// <summary>The file's full path.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 if the finding has no line.</summary>
    public long Line => _finding.Line;

    /// <summary>The place in the file, in bytes.</summary>
    public long Offset => _finding.Offset;

    /// <summary>What was found.</summary>
    public string Message => _finding.Message;

    /// <summary>What to do about it.</summary>
    public string Advice => _finding.Advice;

    /// <summary>The store's full path.</summary>
    public string Store { get; }

    /// <summary>The file in the store, with line and offset if it has them, as the table view shows it.</summary>
    public string Place => _finding.File + (Line > 0 ? $":{Line}" : "") + (Offset > 0 ? $" @{Offset}" : "");

    /// <inheritdoc/>
    public override string ToString() => $"{Severity}: {Place}: {Message} {Advice}";
}
