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

    /// <summary>How much it matters.</summary>
    public FindingSeverity Severity => _finding.Severity;

    /// <summary>What it is about.</summary>
    public FindingKind Kind => _finding.Kind;

    /// <summary>The file's full path.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 where it is not about one.</summary>
    public long Line => _finding.Line;

    /// <summary>The place in the file, in bytes.</summary>
    public long Offset => _finding.Offset;

    /// <summary>What was found.</summary>
    public string Message => _finding.Message;

    /// <summary>What to do about it.</summary>
    public string Advice => _finding.Advice;

    /// <summary>The store's full path.</summary>
    public string Store { get; }

    /// <summary>The file within the store, with line and offset where there are any, as the table view shows it.</summary>
    public string Place => _finding.File + (Line > 0 ? $":{Line}" : "") + (Offset > 0 ? $" @{Offset}" : "");

    /// <inheritdoc/>
    public override string ToString() => $"{Severity}: {Place}: {Message} {Advice}";
}
