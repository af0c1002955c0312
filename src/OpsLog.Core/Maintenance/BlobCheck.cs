using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>Checks that the blobs can be read, and their names. A blob has no checksum, because the npm package writes none.</summary>
internal sealed class BlobCheck(CheckRun run)
{
    private const int PieceLength = 1024 * 1024;

    private readonly byte[] _piece = new byte[PieceLength];

    public IEnumerable<StoreFinding> Findings()
    {
        IEnumerable<StoreFinding> names = run.Check(
            StoreLayout.BlobFolder, findings => AmbiguousNames.Check("blobs", run.Blobs.Select(blob => BlobName.Parse(blob.Name)).OfType<string>(), findings));
        return names.Concat(run.Blobs.Where(blob => run.IsUsable(blob.Name)).SelectMany(blob => run.Check(blob.Name, findings => Check(blob, findings))));
    }

    private void Check(StoredObject blob, FileFindings findings)
    {
        if (BlobName.Parse(blob.Name) is null)
        {
            findings.Information(
                FindingKind.UnknownFile, 0, 0, "The name of this file can't be the name of a blob. The store does not read it, and backups do not contain it.",
                "Rename it to letters, digits, '-', '_' and '.' if it is a blob of another program. Otherwise delete it.");
            return;
        }

        try
        {
            using IObjectReader reader = run.Open(blob.Name);
            for (long offset = 0; reader.Read(offset, _piece) is > 0 and int read; offset += read)
            {
            }
        }
        catch (ObjectNotFoundException)
        {
            // It was removed after the folder was listed.
        }
    }
}
