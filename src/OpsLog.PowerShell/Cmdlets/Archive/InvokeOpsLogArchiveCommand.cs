using System.Diagnostics;
using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Cmdlets.Archive;

/// <summary>Moves records to archive segments.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OpsLogArchive", DefaultParameterSetName = nameof(Id), SupportsShouldProcess = true)]
[OutputType(typeof(ArchiveResult))]
public sealed class InvokeOpsLogArchiveCommand : RecordFilterCmdlet
{
    /// <summary>The ids; wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Id))]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(IdPatternCompleter))]
    public override string[] Id { get; set; } = [];

    /// <summary>
    /// The segment, or a script block that returns the segment of the record in <c>$_</c>; by default the current quarter
    /// in UTC.
    /// </summary>
    [Parameter]
    [SegmentTransform]
    [ArgumentCompleter(typeof(SegmentCompleter))]
    public object? Segment { get; set; }

    /// <summary>Why the change is made; the log keeps it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Comment { get; set; }

    private protected override bool ChangesRecords => true;

    private protected override void Process() => CollectIds();

    private protected override void End()
    {
        if (!HasFilter && Wanted.IsEmpty)
        {
            return;
        }

        RequireNoBatch();
        Session.Store.Refresh(Stopped);
        foreach (string id in Wanted.Literal)
        {
            RequireRecord(id);
        }

        foreach (ArchiveGroup group in Select())
        {
            if (IsWhatIf)
            {
                // The name was checked with the others when the record was selected.
                Session.Store.CheckArchive(group.Contains, group.Segment, [group.Segment], Stopped);
            }

            if (ShouldProcess(Session.Path, $"Move {IdList.Describe(group.Ids)} to the archive segment '{group.Segment}'"))
            {
                Move(group);
            }
        }
    }

    /// <summary>
    /// The records by segment, in the order in which the segments occur. Scripts run before the store is locked for the
    /// move, so they can use it, and -WhatIf can say what would be moved.
    /// </summary>
    private List<ArchiveGroup> Select()
    {
        RecordFilter? filter = NewFilter();
        RecordCandidates candidates = FindCandidates();
        RecordView view = candidates.View;
        SegmentScript? script = Segment is ScriptBlock block ? new SegmentScript(block) : null;
        bool comparesValues = filter is not null || script is not null;
        List<ArchiveGroup> groups = [];
        Dictionary<string, ArchiveGroup> bySegment = new(StringComparer.Ordinal);
        if (script is null)
        {
            GroupOf(Segment as string ?? ArchiveSegmentInfo.QuarterOf(DateTimeOffset.UtcNow));
        }

        ProgressReport progress = new(WriteProgress, $"Selecting records of '{Session.Path}'", candidates.Count);
        for (int cursor = -1; candidates.TryAdvance(ref cursor); progress.Step())
        {
            Stopped.ThrowIfCancellationRequested();
            RecordRef record = view.At(cursor);
            if (Wants(filter, record) && (script is null ? groups[0] : TryGroup(record)) is { } group)
            {
                group.Add(cursor);
            }
        }

        progress.Complete();
        WriteFilterReport();
        return groups;

        ArchiveGroup? TryGroup(RecordRef record)
        {
            try
            {
                return GroupOf(script.SegmentOf(record));
            }
            catch (Exception e) when (e is CommandException or ConversionException or InvalidNameException)
            {
                WriteRecordError(e, record.IdText, null);
                return null;
            }
        }

        ArchiveGroup GroupOf(string segment)
        {
            if (!bySegment.TryGetValue(segment, out ArchiveGroup? group))
            {
                Session.Store.CheckSegmentName(segment, bySegment.Keys);
                groups.Add(bySegment[segment] = group = new ArchiveGroup(segment, view, comparesValues));
            }

            return group;
        }
    }

    private void Move(ArchiveGroup group)
    {
        long began = Stopwatch.GetTimestamp();
        ProgressReport progress = new(WriteProgress, $"Archiving records of '{Session.Path}'", Session.Store.Count);
        ArchiveResult result;
        try
        {
            result = Session.Store.Archive(
                record =>
                {
                    Stopped.ThrowIfCancellationRequested();
                    progress.Step();
                    return group.Contains(record);
                },
                group.Segment,
                NoteOf(Comment),
                Stopped);
        }
        catch (InvalidNameException e) when (Segment is ScriptBlock)
        {
            // Another process has made a segment meanwhile that is the same file on some system.
            foreach (string id in group.Ids)
            {
                WriteRecordError(e, id, null);
            }

            return;
        }

        progress.Complete();
        WriteWarnings();
        WriteVerbose($"Moved {IdList.Count(result.Records)} of '{Session.Path}' to the archive segment '{result.Segment}' in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:N0} ms.");
        if (result.Records < group.Ids.Count)
        {
            int changed = group.Ids.Count - result.Records;
            WriteWarning($"{IdList.Count(changed)} of '{Session.Path}' changed in the meantime and {(changed == 1 ? "was" : "were")} not archived. Run the command again.");
        }

        WriteObject(result);
    }

    /// <summary>Writes an error for an id without a record; the other records are archived.</summary>
    private void RequireRecord(string id)
    {
        try
        {
            if (!Session.Store.Contains(id))
            {
                throw new RecordNotFoundException(id);
            }
        }
        catch (Exception e) when (ErrorTable.ConcernsOneRecord(e))
        {
            WriteRecordError(e, null, id);
        }
    }
}
