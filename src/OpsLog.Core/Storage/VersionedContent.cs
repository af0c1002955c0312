namespace OpsLog.Core.Storage;

/// <summary>The bytes of a small object and their version.</summary>
/// <param name="Content">The whole object.</param>
/// <param name="Version">An opaque text that is different for different content.</param>
public sealed record VersionedContent(byte[] Content, string Version);
