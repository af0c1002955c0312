using OpsLog.Core.Primitives;

namespace OpsLog.Core.Store;

/// <summary>How a store is opened. Behaviour first, then what trades safety or space for speed.</summary>
public sealed record OpsLogStoreOptions
{
    /// <summary>Opens for reading, also while a writer has the store open; takes no lock and changes no byte. Default: false.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Refuses a place where there is no store, instead of creating one. Default: false.</summary>
    public bool MustExist { get; init; }

    /// <summary>
    /// Opens as one of several writers, under this id: letters and digits of any language, '-', '_' and '.', up to 128
    /// characters. A new id must not end with '.', be the name of a device on Windows, such as CON, or differ from an
    /// existing one only in letter case or Unicode form. Each id is open in one place at a time. Null, the default, opens as the only writer.
    /// </summary>
    public string? Agent { get; init; }

    /// <summary>
    /// Who makes the changes, as the log is to contain it, unless a call says otherwise. Empty for no author. Default: null,
    /// for the user and host of the process, <c>DOMAIN\user</c> on Windows and <c>user@host</c> elsewhere.
    /// </summary>
    public string? Author { get; init; }

    /// <summary>
    /// The schema version the caller knows, 1 or more. A store at a lower version is migrated, one at a higher version
    /// is refused. Default: 1.
    /// </summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Brings records of a lower version up; null leaves them as they are and only raises the version.</summary>
    public RecordMigration? Migration { get; init; }

    /// <summary>
    /// Refuses a store of which something is damaged, missing or no record, instead of skipping and reporting it.
    /// Default: false.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>How long to wait for a store that is locked. Default: not at all.</summary>
    public TimeSpan LockTimeout { get; init; }

    /// <summary>What an acknowledged operation survives. Default: a power cut.</summary>
    public Durability Durability { get; init; } = Durability.Disk;

    /// <summary>When a write call returns. Default: <see cref="WriteMode.Immediate"/>.</summary>
    public WriteMode WriteMode { get; init; } = WriteMode.Immediate;

    /// <summary>In the modes Group and Async, how many operations make a flush due. Default: 50.</summary>
    public int GroupSize { get; init; } = 50;

    /// <summary>In the modes Group and Async, how long an operation waits for a flush. Default: 100 ms.</summary>
    public TimeSpan GroupDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The number of operations after which a checkpoint is taken. Default: null, which takes one when the log has outgrown
    /// the snapshot, so that the cost of checkpoints stays in proportion to the work done.
    /// </summary>
    public int? CheckpointThreshold { get; init; }

    /// <summary>Whether closing takes a checkpoint. Default: by the same rule as during work.</summary>
    public CheckpointOnClose CheckpointOnClose { get; init; } = CheckpointOnClose.WhenDue;

    /// <summary>Which superseded logs are kept. Default: all of them.</summary>
    public HistoryRetention HistoryRetention { get; init; } = HistoryRetention.Everything;

    /// <summary>
    /// Receives the progress of the opening and of later refreshes and checkpoints, on the thread that does the work, at
    /// most once for some megabytes or thousands of records. It must not throw, and must not call the store. Default: null.
    /// </summary>
    public IProgress<StoreProgress>? Progress { get; init; }

    /// <summary>
    /// The most bytes that a step, an operation or a batch, may have in a log: a reader holds the whole of one. Tests
    /// shorten it.
    /// </summary>
    internal int LargestStep { get; init; } = 1 << 30;

    /// <summary>
    /// From how many bytes of records on a snapshot gets an index file, and is read on demand; a smaller one is read as
    /// fast. Tests change it.
    /// </summary>
    internal long SnapshotIndexFrom { get; init; } = 1024 * 1024;

    /// <summary>How long a step that has to be alone among the agents waits for its turn; tests shorten it.</summary>
    internal TimeSpan TurnTimeout { get; init; } = TimeSpan.FromSeconds(30);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SchemaVersion, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(GroupSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(GroupDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(LockTimeout, TimeSpan.Zero);
        if (Agent is not null && ReadOnly)
        {
            throw new ArgumentException("ReadOnly and Agent can't be used together, because an agent writes. Use one of them.", nameof(Agent));
        }

        if (Agent is not null)
        {
            StoreLayout.CheckName("an agent id", Agent);
        }

        if (CheckpointThreshold is { } threshold)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1, nameof(CheckpointThreshold));
        }
    }
}
