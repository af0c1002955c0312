using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>The copies of archive segments, and the marks that show whether the store still has the same segments.</summary>
internal sealed class SegmentCopies(IStorageBackend source, BackupTarget target)
{
    private readonly Dictionary<string, ObjectMark> _marks = new(StringComparer.Ordinal);

    /// <summary>Copies the segments whose current version is not copied.</summary>
    public void Update(IEnumerable<string> names)
    {
        foreach (string name in names.Where(IsOutdated))
        {
            _marks.Remove(name);
            try
            {
                using ReopeningReader reader = new(source, name);
                target.Copy(name, reader);

                // The mark of what was copied, because the segment may have been replaced several times in the
                // meantime.
                _marks[name] = ObjectMark.Of(target.Backend, name)!.Value;
            }
            catch (ObjectNotFoundException)
            {
                // Removed from the manifest and deleted in the meantime, so no moment with this manifest is valid; or
                // missing.
            }
        }
    }

    /// <summary>
    /// Whether the current version of a segment is not copied. A missing segment can't be copied, which is damage.
    /// </summary>
    public bool IsOutdated(string name) =>
        ObjectMark.Of(source, name) is { } now ? !_marks.TryGetValue(name, out ObjectMark copied) || now != copied : _marks.Remove(name);
}
