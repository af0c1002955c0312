using System.Management.Automation;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Blob;

/// <summary>Gets blobs, or their content.</summary>
[Cmdlet(VerbsCommon.Get, "OpsLogBlob", DefaultParameterSetName = nameof(Name))]
[OutputType(typeof(OpsLogBlob))]
[OutputType(typeof(string))]
[OutputType(typeof(byte[]))]
[OutputType(typeof(FileInfo))]
public sealed class GetOpsLogBlobCommand : StoreCmdlet
{
    /// <summary>A string has a maximum of 2^30 characters, and a byte can be one.</summary>
    private const long MostText = 1_000_000_000;

    private readonly HashSet<string> _filesWritten = new(StringComparer.Ordinal);

    /// <summary>The names; wildcards are permitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BlobCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Returns the content as one string.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Raw))]
    public SwitchParameter Raw { get; set; }

    /// <summary>Returns the content as an array of bytes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(AsByteStream))]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>Copies the content to a file, or to a file of its name in an existing folder.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Destination))]
    [Alias("OutFile")]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = null!;

    /// <summary>Overwrites existing files.</summary>
    [Parameter(ParameterSetName = nameof(Destination))]
    public SwitchParameter Force { get; set; }

    /// <summary>Where the content begins, in bytes.</summary>
    [Parameter(ParameterSetName = nameof(Raw))]
    [Parameter(ParameterSetName = nameof(AsByteStream))]
    [Parameter(ParameterSetName = nameof(Destination))]
    [ValidateRange(0, long.MaxValue)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public long Offset { get; set; }

    /// <summary>The maximum number of bytes.</summary>
    [Parameter(ParameterSetName = nameof(Raw))]
    [Parameter(ParameterSetName = nameof(AsByteStream))]
    [Parameter(ParameterSetName = nameof(Destination))]
    [ValidateRange(0, long.MaxValue)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public long Length { get; set; } = long.MaxValue;

    /// <summary>The store; by default that of the blob, or the one opened last.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [StoreTransform]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public override OpsLogSession? Store { get; set; }

    private protected override void Process()
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (string name in Name)
        {
            try
            {
                foreach (BlobInfo blob in BlobSearch.Find(Session.Store, name).Where(blob => found.Add(blob.Name)))
                {
                    WriteObject(ResultOf(blob));
                }
            }
            catch (OpsLogException e) when (e is BlobNotFoundException or InvalidNameException)
            {
                WriteError(ErrorTable.ToRecord(e));
            }
        }
    }

    private object ResultOf(BlobInfo blob) => ParameterSetName switch
    {
        nameof(Raw) => TextOf(ContentOf(blob)),
        nameof(AsByteStream) => ContentOf(blob).ToArray(),
        nameof(Destination) => CopyTo(blob),
        _ => new OpsLogBlob(Session, blob),
    };

    private MemoryStream ContentOf(BlobInfo blob)
    {
        long length = Math.Min(Length, Math.Max(0, blob.Length - Offset));
        long most = Raw ? MostText : Array.MaxLength;
        if (length > most)
        {
            throw new CommandException(
                CommandFault.BlobTooLarge, $"The content of the blob '{blob.Name}' has {length:N0} bytes; {(Raw ? "text" : "an array")} has a maximum of {most:N0}. Use -Destination to copy it to a file, or -Offset and -Length to read a part.", blob.Name);
        }

        MemoryStream content = new((int)length);
        Session.Store.ReadBlob(blob.Name, content, Offset, Math.Min(Length, most), Stopped);
        content.Position = 0;
        return content;
    }

    private static string TextOf(MemoryStream content)
    {
        using StreamReader reader = new(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private FileInfo CopyTo(BlobInfo blob)
    {
        string file = StorePath.Resolve(SessionState.Path, Destination, literal: true);
        if (Directory.Exists(file))
        {
            file = System.IO.Path.Combine(file, blob.Name.Replace('/', System.IO.Path.DirectorySeparatorChar));
        }

        bool mayReplace = _filesWritten.Add(file) && Force;
        ProgressReport report = new(WriteProgress, $"Copying the blob '{blob.Name}' of '{Session.Path}' to '{file}'");
        bool isOwn = false;
        try
        {
            using MeteredStream target = new(Create(file, mayReplace), file, done => report.Reach(done, Math.Min(Length, blob.Length), blob.Name));
            isOwn = true;
            Session.Store.ReadBlob(blob.Name, target, Offset, Length, Stopped);
            target.Flush();
        }
        catch when (isOwn)
        {
            Discard(file);
            throw;
        }
        finally
        {
            report.Complete();
        }

        return new FileInfo(file);
    }

    private static FileStream Create(string file, bool mayReplace)
    {
        if (!mayReplace && System.IO.Path.Exists(file))
        {
            throw new CommandException(CommandFault.FileExists, $"The file '{file}' exists and was not changed. Specify another file, or use -Force to overwrite it.", file);
        }

        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            return new FileStream(file, mayReplace ? FileMode.Create : FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("write", file, e);
        }
    }

    /// <summary>An incomplete file must not look like the content of the blob.</summary>
    private static void Discard(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one that is reported.
        }
    }
}
