using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Archive;

/// <summary>Gets the archive segments of the store.</summary>
[Cmdlet(VerbsCommon.Get, "OpsLogArchive")]
[OutputType(typeof(ArchiveSegmentInfo))]
public sealed class GetOpsLogArchiveCommand : StoreCmdlet
{
    /// <summary>The segments; wildcards are permitted.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SegmentCompleter))]
    public string[]? Segment { get; set; }

    private protected override void Process()
    {
        IReadOnlyList<ArchiveSegmentInfo> all = Session.Store.GetSegments();
        if (Segment is null)
        {
            WriteObject(all, enumerateCollection: true);
            return;
        }

        foreach (string name in SegmentNames.Find(Session.Store, Segment, [.. all.Select(segment => segment.Segment)]))
        {
            WriteObject(all.Where(segment => segment.Segment == name), enumerateCollection: true);
        }
    }
}
