namespace OpsLog.Core.Storage;

/// <summary>The outcome of one try to take a lock.</summary>
/// <param name="Lock">The lock, released by disposing it; null when somebody else has it.</param>
/// <param name="Holder">What the holder left to be shown; null when the lock was taken, or nothing is known.</param>
public readonly record struct LockAttempt(IDisposable? Lock, byte[]? Holder);
