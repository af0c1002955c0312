using OpsLog.Core.Maintenance;
using OpsLog.Core.Tests.Faults;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>A store in which one thing is wrong, and the finding that tells of it.</summary>
internal sealed record FindingCase(
    string Name, StoreImage Store, FindingSeverity Severity, FindingKind Kind, string File, long Line, long Offset, string Says);
