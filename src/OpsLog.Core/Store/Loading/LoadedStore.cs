using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store.Loading;

/// <summary>A store as it was loaded.</summary>
/// <param name="State">The records and the logs that were read.</param>
/// <param name="Manifest">The manifest that was followed, at the schema version of the caller.</param>
/// <param name="KnownLogs">The logs that had content before the manifest was read; empty for a single writer, which needs none of them.</param>
internal sealed record LoadedStore(LoadedState State, ManifestFile Manifest, HashSet<string> KnownLogs);
