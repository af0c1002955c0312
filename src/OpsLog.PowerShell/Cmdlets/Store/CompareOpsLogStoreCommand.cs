using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>Compares the records of two moments of a store, or of two stores.</summary>
[Cmdlet(VerbsData.Compare, "OpsLogStore", DefaultParameterSetName = MomentSet)]
[OutputType(typeof(OpsLogDifference))]
public sealed class CompareOpsLogStoreCommand : StoreCmdlet
{
    private const string MomentSet = "Moment";

    private readonly List<OpsLogStore> _opened = [];

    /// <summary>The first moment.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = MomentSet)]
    [ValidateNotNull]
    [MomentTransform]
    [ArgumentCompleter(typeof(DateCompleter))]
    public HistoryPoint Since { get; set; } = null!;

    /// <summary>The second moment; by default now.</summary>
    [Parameter(Position = 1, ParameterSetName = MomentSet)]
    [ValidateNotNull]
    [MomentTransform]
    [ArgumentCompleter(typeof(DateCompleter))]
    public HistoryPoint? Until { get; set; }

    /// <summary>The folder of the first store.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(ReferencePath))]
    [ValidateNotNullOrEmpty]
    public string ReferencePath { get; set; } = null!;

    /// <summary>The folder of the second store; by default the store that is open.</summary>
    [Parameter(ParameterSetName = nameof(ReferencePath))]
    [ValidateNotNullOrEmpty]
    public string? DifferencePath { get; set; }

    /// <summary>The ids of the records that are compared; wildcards are permitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(IdPatternCompleter))]
    public string[] Id { get; set; } = [];

    private protected override void Begin()
    {
        if (DifferencePath is not null && Store is not null)
        {
            throw new CommandException(
                CommandFault.ConflictingParameters, "-DifferencePath and -Store both specify the second store. Use one of them.");
        }
    }

    private protected override void Process()
    {
        (IRecordReader before, IRecordReader after) = ParameterSetName == MomentSet ? FindMoments() : FindStores();
        IdSet wanted = new();
        wanted.Add(Id, []);
        RecordOutput output = new(RecordForm.Object, DateKind.Default);
        foreach (RecordDifference difference in RecordComparison.Compare(before, after))
        {
            Stopped.ThrowIfCancellationRequested();
            if (wanted.IsEmpty || wanted.Contains(difference.Id))
            {
                WriteObject(new OpsLogDifference(difference, output));
            }
        }
    }

    private protected override void CleanUp() => _opened.ForEach(store => store.Dispose());

    private (IRecordReader Before, IRecordReader After) FindMoments()
    {
        RequireNoBatch();
        PastRecords before = Session.Store.GetPast(Since, Stopped);
        return (before, Until is null ? before.Current : Session.Store.GetPast(Until, Stopped));
    }

    private (IRecordReader Before, IRecordReader After) FindStores() =>
        (Open(ReferencePath), DifferencePath is null ? Session.Reader : Open(DifferencePath));

    /// <summary>Opens a store for reading: nothing is locked, and nothing in it is changed.</summary>
    private OpsLogStore Open(string path)
    {
        string directory = StorePath.Resolve(SessionState.Path, path, literal: false);
        OpsLogStore store = OpsLogStore.Open(
            directory, new OpsLogStoreOptions { ReadOnly = true, MustExist = true, SchemaVersion = OpsLogStore.FindSchemaVersion(directory) ?? 1 }, Stopped);
        _opened.Add(store);
        foreach (StoreWarning warning in store.Warnings)
        {
            WriteWarning(warning.Message);
        }

        return store;
    }
}
