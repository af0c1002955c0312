using System.Management.Automation;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Creates or replaces records, or changes some of their properties.</summary>
[Cmdlet(VerbsCommon.Set, "OpsLogRecord", DefaultParameterSetName = InputSet, SupportsShouldProcess = true)]
[OutputType(typeof(PSObject))]
public sealed class SetOpsLogRecordCommand : StoreCmdlet
{
    private const string ValueSet = "Value";
    private const string InputSet = "InputObject";
    private const string RemoveSet = "RemoveProperty";

    private readonly ObjectToJson _json = new();
    private RecordWriting? _writing;
    private RecordPassThru? _passThru;
    private long _inputs;

    /// <summary>The record's id.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ValueSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RemoveSet)]
    [Alias("LiteralId")]
    [AllowEmptyString]
    [IdTransform]
    [ArgumentCompleter(typeof(RecordIdCompleter))]
    public string? Id { get; set; }

    /// <summary>The record: an object, or the text of a JSON object.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ValueSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoCompleter))]
    public object? Value { get; set; }

    /// <summary>A record with its id in a property.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoCompleter))]
    public object? InputObject { get; set; }

    /// <summary>The property that contains the id.</summary>
    [Parameter(ParameterSetName = InputSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(IdPropertyCompleter))]
    public string? IdProperty { get; set; }

    /// <summary>Changes only the specified properties.</summary>
    [Parameter]
    public SwitchParameter Merge { get; set; }

    /// <summary>Merges nested objects as well.</summary>
    [Parameter]
    public SwitchParameter Deep { get; set; }

    /// <summary>The properties that are removed, or paths of properties, separated by dots.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = InputSet)]
    [Parameter(Mandatory = true, ParameterSetName = RemoveSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public string[] RemoveProperty { get; set; } = [];

    /// <summary>Writes only the records that differ from the stored ones.</summary>
    [Parameter]
    public SwitchParameter IfDifferent { get; set; }

    /// <summary>Only creates records.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Writes either all records or none.</summary>
    [Parameter]
    public SwitchParameter Atomic { get; set; }

    /// <summary>Why the change is made; the log keeps it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Comment { get; set; }

    /// <summary>Returns the records as they are stored.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private string Removal =>
        $"{(OnlyRemoves ? "R" : "Merge, and r")}emove the {(RemoveProperty.Length == 1 ? "property" : "properties")} {string.Join(", ", RemoveProperty.Select(name => $"'{name}'"))}";

    private WriteCondition Condition =>
        NoClobber ? WriteCondition.IfMissing : IfDifferent ? WriteCondition.IfDifferent : WriteCondition.Always;

    /// <summary>Whether properties of one record are removed and nothing is set, which never creates a record.</summary>
    private bool OnlyRemoves => ParameterSetName == RemoveSet;

    private protected override void Begin()
    {
        bool removes = RemoveProperty.Length > 0;
        string? changing = removes ? "-RemoveProperty" : Merge ? "-Merge" : IfDifferent ? "-IfDifferent" : null;
        string? refused =
            NoClobber && changing is not null ? $"-NoClobber only creates records, and {changing} changes existing ones. Use one of them."
            : Deep && !Merge ? "-Deep specifies how -Merge changes records. Use -Merge too, or omit -Deep."
            : removes && !Merge && !OnlyRemoves ? "-RemoveProperty changes existing records, and without -Merge the values replace them. Use -Merge too, or specify -Id and no value."
            : null;
        if (refused is not null)
        {
            throw new CommandException(CommandFault.ConflictingParameters, refused);
        }
    }

    private protected override void Process()
    {
        _writing ??= new RecordWriting(Session, Atomic, new ProgressReport(WriteProgress, $"Writing records to '{Session.Path}'"), Stopped) { Note = NoteOf(Comment), Merge = NewMerge(), Condition = Condition };
        _passThru ??= PassThru ? new RecordPassThru() : null;
        _inputs++;
        string? id = null;
        string? written = null;
        try
        {
            bool single = ParameterSetName != InputSet;
            RecordInput.RefuseOperation(single ? Value : InputObject);
            if (!single)
            {
                ObjectToJson.RequireObject(InputObject);
            }

            id = single ? RecordInput.RequireId(Id) : RecordKey.GetId(InputObject, IdProperty ?? OpsLogId.Property);
            ReadOnlyMemory<byte> json = OnlyRemoves ? "{}"u8.ToArray() : _json.Write(single ? JsonObjectText.Parse(Value) : InputObject, IdProperty);
            if ((IsWhatIf && !_writing.WouldSet(id, json)) || !(RemoveProperty.Length == 0 ? ShouldProcess(id) : ShouldProcess(id, Removal)))
            {
                _json.ForgetLast();
                return;
            }

            if (_writing.Set(id, json))
            {
                written = id;
            }
        }
        catch (Exception e) when (ErrorTable.ConcernsOneRecord(e))
        {
            Refuse(e, id);
            return;
        }

        if (_passThru is not null && written is not null)
        {
            WriteRecord(written);
        }
    }

    private protected override void End()
    {
        Complete();
        WriteVerbose(_writing!.Report);
        if (Atomic && _passThru is not null)
        {
            foreach (string id in _writing!.Written)
            {
                WriteRecord(id);
            }
        }

        if (_json.Warning is { } warning)
        {
            WriteWarning(warning);
        }

        WriteWarnings();
    }

    private protected override void CleanUp() => _writing?.Dispose();

    private MergeOptions? NewMerge() => !Merge && RemoveProperty.Length == 0 ? null : new MergeOptions
    {
        IgnoreCase = true,
        Deep = Deep,
        Remove = RemoveProperty,
        MustExist = OnlyRemoves,
    };

    private void Complete()
    {
        try
        {
            _writing!.Complete();
        }
        catch (Exception e) when (ErrorTable.ConcernsOneRecord(e))
        {
            Refuse(e, _writing!.Refused);
        }
    }

    private void Refuse(Exception e, string? id)
    {
        string what = id is not null ? $"Record '{id}'" : ParameterSetName != InputSet ? "The record" : $"Input object {_inputs:N0}";
        string reason = e is RecordExistsException
            ? $"the store '{Session.Path}' already contains it, and -NoClobber only creates records. Use another id, or omit -NoClobber."
            : e.Message;
        string details = $"{what} was not stored: {reason}";
        object? target = ParameterSetName != InputSet || e is RecordExistsException ? id : InputObject;
        if (Atomic)
        {
            ThrowTerminatingError(ErrorTable.ToRecord(e, target, $"{details} No record of the pipeline was stored."));
        }

        WriteError(ErrorTable.ToRecord(e, target, details));
    }

    private void WriteRecord(string id)
    {
        object? record = null;
        try
        {
            record = _passThru!.Read(Session.Reader, id);
        }
        catch (ConversionException e)
        {
            WriteRecordError(e, id, null);
        }

        if (record is not null)
        {
            WriteObject(record);
        }
    }
}
