using System.Management.Automation;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Makes the records equal to the input, and returns the differences.</summary>
[Cmdlet(VerbsData.Sync, "OpsLogRecord", SupportsShouldProcess = true)]
[OutputType(typeof(OpsLogDifference))]
public sealed class SyncOpsLogRecordCommand : StoreCmdlet
{
    private readonly ObjectToJson _json = new();
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _records = new(StringComparer.Ordinal);
    private SyncScope _scope = null!;
    private long _inputs;

    /// <summary>A record with its id in a property.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoCompleter))]
    public object? InputObject { get; set; }

    /// <summary>The property that contains the id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(IdPropertyCompleter))]
    public string? IdProperty { get; set; }

    /// <summary>Which records the input represents: ids, where wildcards are permitted, or a script block.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(IdPatternCompleter))]
    public object? Scope { get; set; }

    /// <summary>Removes nothing.</summary>
    [Parameter]
    public SwitchParameter KeepMissing { get; set; }

    /// <summary>Permits an input without records, which removes all records of the scope.</summary>
    [Parameter]
    public SwitchParameter AllowEmpty { get; set; }

    /// <summary>Why the change is made; the log keeps it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Comment { get; set; }

    private protected override void Begin() => _scope = new SyncScope(Scope, SessionState);

    private protected override void Process()
    {
        _inputs++;
        string? id = null;
        try
        {
            RecordInput.RefuseOperation(InputObject);
            ObjectToJson.RequireObject(InputObject);
            id = RecordKey.GetId(InputObject, IdProperty ?? OpsLogId.Property);
            byte[] json = _json.Write(InputObject, IdProperty).ToArray();
            if (!_scope.Contains(new RecordRef(id, json)))
            {
                throw new CommandException(CommandFault.OutOfScope, "it is not in the scope of -Scope. Omit it from the input, or extend the scope.", id);
            }

            if (!_records.TryAdd(id, json))
            {
                throw new CommandException(CommandFault.DuplicateId, "another input has the same id. Correct the input, or use another -IdProperty.", id);
            }
        }
        catch (Exception e) when (e is CommandException || ErrorTable.ConcernsOneRecord(e))
        {
            string what = id is null ? $"Input object {_inputs:N0}" : $"Record '{id}'";
            ThrowTerminatingError(ErrorTable.ToRecord(e, id ?? InputObject, $"{what} can't be synchronised: {e.Message} Nothing was changed in the store '{Session.Path}'."));
        }
    }

    private protected override void EndWithoutInput()
    {
        if (!AllowEmpty)
        {
            throw new CommandException(
                CommandFault.EmptyInput,
                "Nothing was piped to Sync-OpsLogRecord, so it would remove all records that the input represents. Nothing was changed. If that is intended, use -AllowEmpty.");
        }

        End();
    }

    private protected override void End()
    {
        if (Session.OwnBatch is { } joined)
        {
            _ = NoteOf(Comment);
            Join(joined);
        }
        else
        {
            if (!IsWhatIf)
            {
                Session.Store.Refresh(Stopped);
            }

            using StoreBatch batch = IsWhatIf ? Session.Store.BeginTrial(Stopped) : Session.Store.BeginBatch(NoteOf(Comment), Stopped);
            IReadOnlyList<RecordDifference> differences = Sync(batch);
            if (Confirms(differences))
            {
                batch.Commit();
                Write(differences);
            }
        }

        if (_json.Warning is { } warning)
        {
            WriteWarning(warning);
        }

        WriteWarnings();
    }

    private protected override void CleanUp() => _scope?.Dispose();

    private void Join(StoreBatch joined)
    {
        int before = joined.OperationCount;
        bool isTaken = false;
        try
        {
            IReadOnlyList<RecordDifference> differences = Sync(joined);
            isTaken = Confirms(differences);
            if (isTaken)
            {
                Write(differences);
            }
        }
        finally
        {
            if (!isTaken)
            {
                joined.RollBackTo(before);
            }
        }
    }

    private IReadOnlyList<RecordDifference> Sync(StoreBatch batch) => batch.Sync(_records, Scope is null ? null : _scope.Contains, KeepMissing);

    /// <summary>Whether the differences are to be made. With -WhatIf, they are only returned.</summary>
    private bool Confirms(IReadOnlyList<RecordDifference> differences)
    {
        int added = differences.Count(difference => difference.Kind == DifferenceKind.Added);
        int removed = differences.Count(difference => difference.Kind == DifferenceKind.Removed);
        int changed = differences.Count - added - removed;
        string what = $"{added:N0} added, {changed:N0} changed, {removed:N0} removed, {_records.Count - added - changed:N0} equal";
        if (differences.Count == 0)
        {
            WriteVerbose($"The records of '{Session.Path}' are equal to the input: {what}.");
            return false;
        }

        string[] ids = [.. differences.Select(difference => difference.Id)];
        if (ShouldProcess(Session.Path, $"Synchronise {IdList.Describe(ids)}: {what}"))
        {
            WriteVerbose($"Synchronised '{Session.Path}' in one step: {what}.");
            return true;
        }

        if (IsWhatIf)
        {
            Write(differences);
        }

        return false;
    }

    private void Write(IReadOnlyList<RecordDifference> differences)
    {
        RecordOutput output = new(RecordForm.Object, DateKind.Default);
        foreach (RecordDifference difference in differences)
        {
            WriteObject(new OpsLogDifference(difference, output));
        }
    }
}
