using System.Collections;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>Completes the ids in the archive segments that were specified, or in all segments.</summary>
public sealed class ArchivedIdCompleter : IdPatternCompleter
{
    private protected override IEnumerable<string> Ids(OpsLogSession session, IDictionary bound)
    {
        string[] names = PlainValue.Of(bound["Segment"]) switch
        {
            string name => [name],
            object[] list => [.. list.Select(name => $"{PlainValue.Of(name)}")],
            _ => ["*"],
        };
        return SegmentNames.Find(session.Store, names).SelectMany(session.Store.ReadSegment).Select(record => record.Id).Distinct(StringComparer.Ordinal);
    }
}
