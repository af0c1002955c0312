using OpsLog.Core.Model;

namespace OpsLog.Core.Store.History;

/// <summary>Finds in the history when records were created and last changed.</summary>
internal static class RecordInfos
{
    /// <summary>The information about each record in the history, by id.</summary>
    /// <param name="newestFirst">Operations, newest first.</param>
    public static Dictionary<string, RecordInfo> Of(IEnumerable<LoggedOperation> newestFirst)
    {
        Dictionary<string, RecordInfo> infos = new(StringComparer.Ordinal);
        HashSet<string> complete = new(StringComparer.Ordinal);
        foreach (LoggedOperation operation in newestFirst)
        {
            // Archiving and restoring change where a record is, not its value.
            if (operation.Kind == OperationKind.Set && !operation.IsRestoring && !complete.Contains(operation.Id))
            {
                if (!infos.TryGetValue(operation.Id, out RecordInfo info))
                {
                    info = new RecordInfo(null, operation.Time, operation.Agent);
                }

                bool creates = operation is { Before: null, IsUndo: false };
                infos[operation.Id] = creates ? info with { Created = operation.Time } : info;
                if (creates)
                {
                    complete.Add(operation.Id);
                }
            }
        }

        return infos;
    }
}
