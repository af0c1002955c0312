using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>The copies of archive segments, and by what is seen whether they are still what the store has.</summary>
internal sealed class SegmentCopies(IStorageBackend source, BackupTarget target)
{
    private readonly Dictionary<string, ObjectMark> _marks = new(StringComparer.Ordinal);

    /// <summary>Copies those segments that are not copied as they are now.</summary>
    public void Update(IEnumerable<string> names)
    {
        foreach (string name in names.Where(IsOutdated))
        {
            _marks.Remove(name);
            try
            {
                using ReopeningReader reader = new(source, name);
                target.Copy(name, reader);

                // Of what was copied: it may have been put again, and again, since.
                _marks[name] = ObjectMark.Of(target.Backend, name)!.Value;
            }
            catch (ObjectNotFoundException)
            {
                // Taken out of the manifest and deleted since, so no moment is taken of this manifest; or missing.
            }
        }
    }

    /// <summary>Whether a segment is not copied as it is now. One that is missing can't be, which is damage.</summary>
    public bool IsOutdated(string name) =>
        ObjectMark.Of(source, name) is { } now ? !_marks.TryGetValue(name, out ObjectMark copied) || now != copied : _marks.Remove(name);
}
