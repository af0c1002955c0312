namespace OpsLog.Core.Tests.Interop;

/// <summary>What the npm package threw.</summary>
internal sealed class NpmException(string message) : Exception(message);
