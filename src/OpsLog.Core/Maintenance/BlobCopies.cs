using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// The copies of blobs. They are made before the moment of the backup and again after it: a blob that a record names was
/// written before the record, and is removed after it. So the copy contains the blobs of all its records.
/// </summary>
internal sealed class BlobCopies(IStorageBackend source, BackupTarget target)
{
    private readonly Dictionary<string, StoredObject> _copied = new(StringComparer.Ordinal);

    /// <summary>The files that were copied.</summary>
    public IEnumerable<string> Names => _copied.Keys;

    /// <summary>The bytes of the blobs in the store.</summary>
    public long Measure() => List().Sum(blob => blob.Length);

    /// <summary>Copies the blobs whose current version is not copied. One that was copied and is removed now is kept.</summary>
    public void Update()
    {
        foreach (StoredObject blob in List().Where(blob => !_copied.TryGetValue(blob.Name, out StoredObject copied) || copied != blob))
        {
            try
            {
                using IObjectReader reader = source.OpenRead(blob.Name);
                target.Copy(blob.Name, reader);
                _copied[blob.Name] = blob;
            }
            catch (ObjectNotFoundException)
            {
                // Removed after it was listed.
            }
        }
    }

    private IEnumerable<StoredObject> List() => source.List(StoreLayout.BlobFolder).Where(blob => BlobName.Parse(blob.Name) is not null);
}
