using System.Management.Automation;
using OpsLog.Core.Errors;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Errors;

/// <summary>
/// The one table from exceptions to error records. An error id is the name of the type of the exception or of its
/// fault, so neither can change without the other.
/// </summary>
internal static class ErrorTable
{
    private readonly record struct Row(string Id, ErrorCategory Category, object? Target);

    /// <summary>Whether the exception is from this module; other exceptions pass through unchanged.</summary>
    public static bool Knows(Exception e) => e is OpsLogException or ConversionException or CommandException;

    /// <summary>Whether the error concerns only one record, so that a pipeline continues with the next.</summary>
    public static bool ConcernsOneRecord(Exception e) =>
        e is ConversionException or InvalidRecordException or InvalidRecordIdException or RecordNotFoundException or RecordExistsException;

    /// <summary>The error as PowerShell shows it.</summary>
    /// <param name="e">An exception for which <see cref="Knows"/> is true.</param>
    /// <param name="target">The target of the error, if the exception does not contain it.</param>
    /// <param name="details">The message to show instead of the message of the exception.</param>
    public static ErrorRecord ToRecord(Exception e, object? target = null, string? details = null)
    {
        Row row = Find(e);
        ErrorRecord record = new(e, row.Id, row.Category, target ?? row.Target);
        if (details is not null)
        {
            record.ErrorDetails = new ErrorDetails(details);
        }

        return record;
    }

    private static Row Find(Exception e) => e switch
    {
        CommandException x => new(x.Fault.ToString(), CategoryOf(x.Fault), x.Target),
        ConversionException x => new(x.Fault.ToString(), CategoryOf(x.Fault), x.Path),
        InvalidRecordIdException => new(nameof(Fault.NoId), ErrorCategory.InvalidArgument, null),
        InvalidRecordException x => new(x.Fault.ToString(), ErrorCategory.InvalidData, null),
        RecordNotFoundException x => new(IdOf(x), ErrorCategory.ObjectNotFound, x.Id),
        RecordExistsException x => new(IdOf(x), ErrorCategory.ResourceExists, x.Id),
        IndexExistsException x => new(IdOf(x), ErrorCategory.ResourceExists, x.Property),
        IndexNotFoundException x => new(IdOf(x), ErrorCategory.ObjectNotFound, x.Property),
        BlobNotFoundException x => new(IdOf(x), ErrorCategory.ObjectNotFound, x.Name),
        InvalidNameException x => new(IdOf(x), ErrorCategory.InvalidArgument, x.Name),
        BatchStateException => new(IdOf(e), ErrorCategory.InvalidOperation, null),
        ManifestException x => new($"Manifest{x.Fault}", CategoryOf(x.Fault is ManifestFault.Missing), x.Path),
        SnapshotException x => new($"Snapshot{x.Fault}", CategoryOf(x.Fault is SnapshotFault.Missing), x.Path),
        HistoryException x => new($"History{x.Fault}", CategoryOf(x.Fault is HistoryFault.NotKept or HistoryFault.NoStep), x.Location),
        ArchiveSegmentException x => new($"Segment{x.Fault}", CategoryOf(x.Fault is SegmentFault.Missing or SegmentFault.Removed), x.Segment),
        LogDamagedException x => new(IdOf(x), ErrorCategory.InvalidData, x.Path),
        LogMissingException x => new(IdOf(x), ErrorCategory.ObjectNotFound, x.Path),
        AgentLogException x => new(IdOf(x), ErrorCategory.InvalidData, x.Path),
        AgentLockedException x => new(IdOf(x), ErrorCategory.ResourceBusy, x.Agent),
        StorageException x => new(IdOf(x), CategoryOf(x), x.Path),
        StoreLockedException x => new(IdOf(x), ErrorCategory.ResourceBusy, x.Location),
        StoreNotFoundException x => new(IdOf(x), ErrorCategory.ObjectNotFound, x.Location),
        StoreReadOnlyException x => new(IdOf(x), ErrorCategory.PermissionDenied, x.Location),
        StoreFailedException x => new(IdOf(x), ErrorCategory.WriteError, x.Location),
        MigrationException x => new(IdOf(x), ErrorCategory.InvalidResult, x.Id),
        BackupException x => new($"Backup{x.Fault}", CategoryOf(x.Fault), x.Location),
        SchemaVersionException x => new(IdOf(x), ErrorCategory.InvalidArgument, x.Location),
        StoreException x => new(IdOf(x), ErrorCategory.InvalidOperation, x.Location),
        _ => new(IdOf(e), ErrorCategory.NotSpecified, null),
    };

    private static string IdOf(Exception e) => e.GetType().Name[..^nameof(Exception).Length];

    private static ErrorCategory CategoryOf(bool missing) => missing ? ErrorCategory.ObjectNotFound : ErrorCategory.InvalidData;

    private static ErrorCategory CategoryOf(StorageException e) => e.InnerException switch
    {
        UnauthorizedAccessException => ErrorCategory.PermissionDenied,
        _ when e.Operation == "read" => ErrorCategory.ReadError,
        _ => ErrorCategory.WriteError,
    };

    private static ErrorCategory CategoryOf(BackupFault fault) => fault switch
    {
        BackupFault.DestinationNotEmpty => ErrorCategory.ResourceExists,
        BackupFault.DestinationInsideStore => ErrorCategory.InvalidArgument,
        BackupFault.StoreKeptChanging => ErrorCategory.ResourceBusy,
        BackupFault.Unfinished => ErrorCategory.InvalidData,
        _ => ErrorCategory.WriteError,
    };

    private static ErrorCategory CategoryOf(CommandFault fault) => fault switch
    {
        CommandFault.NoOpenStore => ErrorCategory.ObjectNotFound,
        CommandFault.PathNotFileSystem or CommandFault.PathAmbiguous or CommandFault.PathNotSupported or CommandFault.ConflictingForms or CommandFault.ConflictingParameters or CommandFault.ReadOnlyAgent
            or CommandFault.FilterOperator or CommandFault.NoSegment or CommandFault.NotAStep or CommandFault.IndexOfId or CommandFault.NoVersion
            or CommandFault.DuplicateId or CommandFault.EmptyInput or CommandFault.OutOfScope => ErrorCategory.InvalidArgument,
        CommandFault.MigrationResult or CommandFault.SegmentScript => ErrorCategory.InvalidResult,
        CommandFault.DamageCopied => ErrorCategory.InvalidData,
        CommandFault.BlobContent => ErrorCategory.InvalidType,
        CommandFault.BlobTooLarge => ErrorCategory.LimitsExceeded,
        CommandFault.FileExists => ErrorCategory.ResourceExists,
        _ => ErrorCategory.InvalidOperation,
    };

    private static ErrorCategory CategoryOf(Fault fault) => fault switch
    {
        Fault.NotAnObject or Fault.IdNotText or Fault.NotARecord => ErrorCategory.InvalidType,
        Fault.NoId => ErrorCategory.InvalidArgument,
        Fault.Secret => ErrorCategory.SecurityError,
        _ => ErrorCategory.InvalidData,
    };
}
