using OpsLog.Core.Store;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Archive;

/// <summary>The versions that records are restored to, by the operations that left them.</summary>
internal sealed class RecordVersions
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _versions = new(StringComparer.Ordinal);

    /// <summary>The number of records.</summary>
    public int Count => _versions.Count;

    /// <summary>Whether an operation was added, also one without a version.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>The ids of the records.</summary>
    public IReadOnlyCollection<string> Ids => _versions.Keys;

    /// <summary>The records.</summary>
    public IEnumerable<ArchivedRecord> All => _versions.Select(version => new ArchivedRecord(version.Key, version.Value));

    /// <summary>Adds the version that an operation left.</summary>
    /// <exception cref="CommandException">The operation removed the record, or there is another version of the record.</exception>
    public void Add(LoggedOperation operation)
    {
        WasAsked = true;
        if (operation.After is not { } version)
        {
            throw new CommandException(
                CommandFault.NoVersion, $"The operation removed record '{operation.Id}', so it left no version to restore. Undo it with Undo-OpsLogOperation, or pipe an earlier operation.", operation.Id);
        }

        if (!_versions.TryAdd(operation.Id, version))
        {
            throw new CommandException(
                CommandFault.DuplicateId, $"Several operations on record '{operation.Id}' were piped, and a record has one version at a time. Nothing was restored. Pipe one of them, such as the first with Select-Object -First 1.", operation.Id);
        }
    }

    /// <summary>Sets the records that differ, and returns how many these are.</summary>
    public int SetIn(StoreBatch batch) => _versions.Count(version => batch.Set(version.Key, version.Value.Span, WriteCondition.IfDifferent));
}
