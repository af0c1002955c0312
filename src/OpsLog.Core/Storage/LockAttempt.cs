namespace OpsLog.Core.Storage;

/// <summary>The result of one attempt to acquire a lock.</summary>
/// <param name="Lock">The lock, which is released when it is disposed; null if another process or store object has it.</param>
/// <param name="Holder">What the holder shows; null if the lock was acquired, or if the holder is not known.</param>
public readonly record struct LockAttempt(IDisposable? Lock, byte[]? Holder);
