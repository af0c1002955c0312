using System.Management.Automation;
using OpsLog.Core.State;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Which records the input of a synchronisation represents.</summary>
internal sealed class SyncScope : IDisposable
{
    private readonly IdSet? _ids;
    private readonly RecordFilter? _filter;

    /// <param name="scope">Ids or a script block; null for all records.</param>
    /// <param name="session">Where the script block finds its variables.</param>
    public SyncScope(object? scope, SessionState session)
    {
        if (Wrapper.Bare(scope) is ScriptBlock script)
        {
            _filter = new RecordFilter(script, new FilterContext(RecordForm.Object, DateKind.Default, session));
        }
        else if (scope is not null)
        {
            _ids = new IdSet();
            _ids.Add(LanguagePrimitives.ConvertTo<string[]>(scope), []);
        }
    }

    /// <summary>Whether a record is one of them.</summary>
    /// <exception cref="ConversionException">The record can't be converted for the script block.</exception>
    public bool Contains(RecordRef record) => _ids?.Contains(record.IdText) ?? _filter?.Selects(record, out _) ?? true;

    public void Dispose() => _filter?.Dispose();
}
