using OpsLog.Core.Maintenance;
using OpsLog.Core.Tests.Faults;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>A store with one problem, and the finding that reports it.</summary>
internal sealed record FindingCase(
    string Name, StoreImage Store, FindingSeverity Severity, FindingKind Kind, string File, long Line, long Offset, string Says);
