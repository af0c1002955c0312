namespace OpsLog.Tour;

/// <summary>A step of the story did not have the expected result.</summary>
internal sealed class StepFailedException(string message) : Exception(message);
