using System.Text;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Tests.Store;

/// <summary>What another process does to the files of a store while it is open.</summary>
internal static class OtherProcess
{
    /// <summary>Puts the manifest with a change.</summary>
    public static void PutManifest(IStorageBackend backend, Func<Manifest, Manifest> change)
    {
        ManifestFile found = ManifestFile.Read(backend);
        Assert.True(ManifestFile.TryPut(backend, change(found.Manifest), found.Version, out _));
    }

    /// <summary>Registers an agent with a new log of this content, and returns the name of the log.</summary>
    public static string Register(IStorageBackend backend, string agent, string content = "")
    {
        string log = StoreFiles.NextAgentLog(backend, agent, ManifestFile.Read(backend).Manifest);
        Append(backend, log, content);
        PutManifest(backend, manifest => manifest with
        {
            ActiveAgentOps = new Dictionary<string, string>(manifest.ActiveAgentOps, StringComparer.Ordinal) { [agent] = log },
        });
        return log;
    }

    public static void Append(IStorageBackend backend, string log, string content)
    {
        using IAppendLog target = backend.OpenAppend(log);
        target.Append(Encoding.UTF8.GetBytes(content));
    }

    /// <summary>Writes a snapshot of these records, as a program does that knows nothing of the agents' logs.</summary>
    public static void WriteSnapshot(IStorageBackend backend, RecordView records, long clock = 0)
    {
        SnapshotHeader header = new(1, Timestamp.Format(0)) { Clock = clock };
        Manifest before = ManifestFile.Read(backend).Manifest;
        (string snapshot, SnapshotSeal seal, _) = StoreFiles.WriteSnapshot(backend, before, header, records);
        string log = StoreFiles.NextLog(backend, before);
        backend.OpenAppend(log).Dispose();
        PutManifest(backend, manifest => manifest with
        {
            CurrentSnapshot = snapshot, Seal = seal, ActiveOps = log, ActiveAgentOps = new Dictionary<string, string>(),
        });
    }
}
