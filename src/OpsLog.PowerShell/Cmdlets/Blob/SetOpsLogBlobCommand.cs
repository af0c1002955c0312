using System.Management.Automation;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Blob;

/// <summary>Creates or replaces blobs: files beside the records.</summary>
[Cmdlet(VerbsCommon.Set, "OpsLogBlob", DefaultParameterSetName = nameof(Path), SupportsShouldProcess = true)]
[OutputType(typeof(OpsLogBlob))]
public sealed class SetOpsLogBlobCommand : StoreCmdlet
{
    private bool _isNamed;
    private int _written;

    /// <summary>The name of the blob; by default that of the file.</summary>
    [Parameter(Position = 0, ParameterSetName = nameof(Path))]
    [Parameter(Position = 0, ParameterSetName = nameof(LiteralPath), ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = nameof(Value), Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BlobCompleter))]
    public string? Name { get; set; }

    /// <summary>The file; wildcards are permitted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Path))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Path { get; set; } = null!;

    /// <summary>The file; no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(LiteralPath), ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = null!;

    /// <summary>The content: text, which is stored in UTF-8, or bytes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Value))]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoCompleter))]
    public object Value { get; set; } = null!;

    /// <summary>Returns the blobs.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin() => _isNamed = MyInvocation.BoundParameters.ContainsKey(nameof(Name));

    private protected override void Process()
    {
        if (ParameterSetName == nameof(Value))
        {
            byte[] content = ContentOf(Value);
            Write(Name!, Name!, content.Length, () => new MemoryStream(content, writable: false));
            return;
        }

        IReadOnlyList<string> files = ParameterSetName == nameof(Path)
            ? FilePaths.Find(SessionState.Path, Path)
            : [StorePath.Resolve(SessionState.Path, LiteralPath, literal: true)];
        if (_isNamed && _written + files.Count > 1)
        {
            throw new CommandException(
                CommandFault.ConflictingParameters, "-Name can't be used with several files, because each of them would replace the blob of the one before. Omit -Name to use the names of the files.", Name);
        }

        foreach (string file in files)
        {
            WriteFile(file);
        }
    }

    /// <summary>Writes the content of a file. A file that can't be read, or has no valid name, does not end the pipeline.</summary>
    private void WriteFile(string file)
    {
        _written++;
        try
        {
            if (Directory.Exists(file))
            {
                throw new StorageException("read", file, new IOException("It is a folder. Specify files."));
            }

            Write(Name ?? System.IO.Path.GetFileName(file), file, LengthOf(file), () => Open(file));
        }
        catch (OpsLogException e) when (e is InvalidNameException || (e is StorageException { Path: var path } && path == file))
        {
            WriteError(ErrorTable.ToRecord(e));
        }
    }

    private void Write(string name, string source, long length, Func<Stream> open)
    {
        Session.Store.CheckBlobName(name);
        if (!ShouldProcess(Session.Path, $"Write the blob '{name}' ({ByteSize.Format(length)})"))
        {
            return;
        }

        ProgressReport report = new(WriteProgress, $"Writing the blob '{name}' of '{Session.Path}'");
        BlobInfo written;
        try
        {
            using MeteredStream content = new(open(), source, done => report.Reach(done, length, name));
            written = Session.Store.WriteBlob(name, content, Stopped);
        }
        finally
        {
            report.Complete();
        }

        if (PassThru)
        {
            WriteObject(new OpsLogBlob(Session, written));
        }
    }

    private static long LengthOf(string file)
    {
        try
        {
            return new FileInfo(file).Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("read", file, e);
        }
    }

    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("read", file, e);
        }
    }

    private static byte[] ContentOf(object value) => PlainValue.Of(value) switch
    {
        string text => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text),
        byte[] bytes => bytes,
        IEnumerable<object?> items when items.Select(PlainValue.Of).ToList() is var plain && plain.TrueForAll(item => item is byte) => [.. plain.Cast<byte>()],
        IEnumerable<byte> bytes => [.. bytes],
        var other => throw new CommandException(
            CommandFault.BlobContent,
            $"An object of type {other?.GetType().ToString() ?? "null"} can't be the content of a blob. Specify text or bytes, for example with ConvertTo-Json or [byte[]], or -Path for a file.", other),
    };
}
