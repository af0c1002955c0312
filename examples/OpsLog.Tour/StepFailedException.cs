namespace OpsLog.Tour;

/// <summary>A step of the story did not do what it should.</summary>
internal sealed class StepFailedException(string message) : Exception(message);
