using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>What the check finds, as text.</summary>
internal static class Findings
{
    /// <summary>One line for each finding of at least a severity; empty if there is none.</summary>
    public static string Of(IStorageBackend backend, FindingSeverity least = FindingSeverity.Information) =>
        string.Join('\n', StoreCheck.Run(backend).Where(finding => finding.Severity >= least).Select(Text));

    public static string Text(StoreFinding finding) =>
        $"{finding.Severity} {finding.Kind} {finding.File}:{finding.Line}:{finding.Offset} {finding.Message} {finding.Advice}";
}
