namespace OpsLog.PowerShell.Measures;

/// <summary>What is measured of a property.</summary>
internal sealed record MeasureRequest(RecordProperty Property, bool Sum, bool Average, bool Minimum, bool Maximum);
