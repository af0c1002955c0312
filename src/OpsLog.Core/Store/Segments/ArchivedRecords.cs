using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Segments;

/// <summary>Looks for a record among those that were moved out of the active set.</summary>
internal static class ArchivedRecords
{
    /// <summary>Whether a segment holds a record with this id and value. The npm package moves records without a line in the log.</summary>
    public static bool Contains(IStorageBackend backend, Manifest manifest, ReadOnlySpan<byte> id, ReadOnlySpan<byte> value)
    {
        foreach (string name in manifest.ArchiveSegments)
        {
            try
            {
                using SegmentReader reader = new(backend, StoreLayout.ParseSegment(name) ?? name, name);
                while (reader.TryRead())
                {
                    if (reader.Id.SequenceEqual(id) && JsonEquality.AreEqual(reader.Value, value))
                    {
                        return true;
                    }
                }
            }
            catch (ArchiveSegmentException)
            {
                // A reader of the segment gets the error.
            }
        }

        return false;
    }
}
