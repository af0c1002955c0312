namespace OpsLog.Core.Storage;

/// <summary>A small object's bytes with the version they are at.</summary>
/// <param name="Content">The whole object.</param>
/// <param name="Version">An opaque mark that differs whenever the content does.</param>
public sealed record VersionedContent(byte[] Content, string Version);
