using System.Diagnostics;
using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Opens or creates a store and makes it the default store.</summary>
[Cmdlet(VerbsCommon.Open, "OpsLogStore", DefaultParameterSetName = nameof(Path), SupportsShouldProcess = true)]
[OutputType(typeof(OpsLogSession))]
public sealed class OpenOpsLogStoreCommand : OpsLogCmdlet
{
    private MigrationScript? _migration;

    /// <summary>The store's folder.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Path), ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [FolderTransform]
    public string Path { get; set; } = null!;

    /// <summary>The folder of the store; no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(LiteralPath))]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = null!;

    /// <summary>Opens the store for reading, while others can write.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>Does not create a store.</summary>
    [Parameter]
    public SwitchParameter MustExist { get; set; }

    /// <summary>Opens the store as one of several writers, with this agent id.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AgentCompleter))]
    public string? Agent { get; set; }

    /// <summary>Who makes the changes; the log contains it. An empty text is for no author.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Author { get; set; }

    /// <summary>The schema version that the script supports.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public int SchemaVersion { get; set; } = 1;

    /// <summary>Migrates records of a lower version.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    public ScriptBlock? Migration { get; set; }

    /// <summary>When a write returns.</summary>
    [Parameter]
    public WriteMode WriteMode { get; set; }

    /// <summary>What an acknowledged operation survives.</summary>
    [Parameter]
    public Durability Durability { get; set; }

    /// <summary>The number of operations after which a checkpoint is taken.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(ThresholdCompleter))]
    public int? CheckpointThreshold { get; set; }

    /// <summary>Whether closing takes a checkpoint.</summary>
    [Parameter]
    public CheckpointOnClose CheckpointOnClose { get; set; }

    /// <summary>Which superseded logs are kept.</summary>
    [Parameter]
    [HistoryRetentionTransform]
    [ArgumentCompleter(typeof(RetentionCompleter))]
    public HistoryRetention HistoryRetention { get; set; } = HistoryRetention.Everything;

    /// <summary>How long to wait for a locked store.</summary>
    [Parameter]
    [TimeoutTransform]
    [ArgumentCompleter(typeof(TimeoutCompleter))]
    public TimeSpan LockTimeout { get; set; }

    /// <summary>Refuses a store that contains damage.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    private protected override void Process()
    {
        if (ReadOnly && Agent is not null)
        {
            throw new CommandException(
                CommandFault.ReadOnlyAgent, "-ReadOnly and -Agent can't be used together, because an agent writes. To read what all agents wrote, use -ReadOnly only.", Agent);
        }

        _migration = Migration is null ? null : new MigrationScript(Migration);
        bool literal = ParameterSetName == nameof(LiteralPath);
        string directory = StorePath.Resolve(SessionState.Path, literal ? LiteralPath : Path, literal);
        if (ReadOnly)
        {
            Open(directory, NewOptions(directory));
        }
        else
        {
            OpenForWriting(directory, NewOptions(directory));
        }
    }

    /// <summary>
    /// With -WhatIf, an existing store is opened for reading, so that a script can continue, and is not changed.
    /// </summary>
    private void OpenForWriting(string directory, OpsLogStoreOptions options)
    {
        int? version = OpsLogStore.FindSchemaVersion(directory);
        if (MustExist && version is null)
        {
            throw new StoreNotFoundException(directory);
        }

        if (Agent is not null)
        {
            OpsLogStore.CheckAgentId(directory, Agent);
        }

        OpsLogStoreOptions untouched = options with { ReadOnly = true, Agent = null, Migration = null };
        string agent = Agent is null ? "" : $" as the agent '{Agent}'";
        string action = version is null ? $"Create the store{agent}" : $"Open the store for writing{agent}";
        if (version < SchemaVersion)
        {
            (long records, int from) = CountMigrations(directory, untouched, version.Value);
            untouched = untouched with { SchemaVersion = records == 0 ? SchemaVersion : from };
            action = Migration is null
                ? $"Raise the schema version from {from} to {SchemaVersion}"
                : $"Migrate {IdList.Count(records)} from schema version {from} to {SchemaVersion}";
        }

        string description = $"Performing the operation \"{action}\" on target \"{directory}\".";
        if (ShouldProcess(description, description, "Confirm", out ShouldProcessReason reason))
        {
            Open(directory, options);
        }
        else if (reason == ShouldProcessReason.WhatIf && version is not null)
        {
            Open(directory, untouched);
        }
    }

    /// <summary>
    /// The number of records that a migration would receive, and their version, because the manifest can be older than
    /// the snapshot.
    /// </summary>
    private (long Records, int From) CountMigrations(string directory, OpsLogStoreOptions untouched, int from)
    {
        long records = 0;
        ReadOnlyMemory<byte> Count(string id, ReadOnlyMemory<byte> value, int fromVersion)
        {
            records++;
            from = fromVersion;
            return value;
        }

        OpsLogStore.Open(directory, untouched with { Migration = Count }, Stopped).Dispose();
        return (records, from);
    }

    private void Open(string directory, OpsLogStoreOptions options)
    {
        long began = Stopwatch.GetTimestamp();
        OpsLogSession session = OpenStores.Add(OpsLogStore.Open(directory, options, Stopped));
        foreach (StoreWarning warning in session.GetNewWarnings())
        {
            WriteWarning(warning.Message);
        }

        if (_migration?.Warning is { } reduced)
        {
            WriteWarning(reduced);
        }

        WriteFigures(session, Stopwatch.GetElapsedTime(began));
        WriteObject(session);
    }

    private protected override ErrorRecord ErrorOf(Exception e) => ErrorTable.ToRecord(e, details: e switch
    {
        StoreLockedException { Holder.IsThisProcess: true } x => AlreadyOpen(x.Location),
        AgentLockedException { Holder.IsThisProcess: true } x =>
            $"The store '{x.Location}' is already open as agent '{x.Agent}' in this process (process {Environment.ProcessId}). Use the open store with -Store, close it first, or specify another agent id. Get-OpsLogStore returns the open stores of this runspace.",
        _ => null,
    });

    private static string AlreadyOpen(string location)
    {
        string agent = OpenStores.Find(location)?.Agent is { } id ? $" as agent '{id}'" : "";
        string wayOut = agent.Length > 0 ? "To write at the same time, use -Agent with another id. " : "";
        return $"The store '{location}' is already open for writing in this process{agent} (process {Environment.ProcessId}). Use the open store with -Store, or close it first. {wayOut}To read at the same time, use -ReadOnly. Get-OpsLogStore returns the open stores of this runspace.";
    }

    private OpsLogStoreOptions NewOptions(string directory) => new()
    {
        Progress = new EngineProgress(directory),
        Author = Author,
        ReadOnly = ReadOnly,
        MustExist = MustExist,
        Agent = Agent,
        SchemaVersion = SchemaVersion,
        Migration = _migration is { } script ? script.Migrate : null,
        WriteMode = WriteMode,
        Durability = Durability,
        CheckpointThreshold = CheckpointThreshold,
        CheckpointOnClose = CheckpointOnClose,
        HistoryRetention = HistoryRetention,
        LockTimeout = LockTimeout,
        Strict = Strict,
    };

    private void WriteFigures(OpsLogSession session, TimeSpan took)
    {
        StoreStatistics figures = session.Store.GetStatistics();
        WriteVerbose(
            $"Opened '{session.Path}' ({(session.Agent is { } agent ? $"agent '{agent}', " : "")}{session.Mode}) in {took.TotalMilliseconds:N0} ms: {IdList.Count(figures.Records)} from the snapshot '{figures.Snapshot}' "
            + $"({IdList.Count(figures.SnapshotBytes, "byte")}) and {IdList.Count(figures.OperationsSinceCheckpoint, "operation")} in the log '{figures.Log}' ({IdList.Count(figures.LogBytes, "byte")}).");
    }
}
