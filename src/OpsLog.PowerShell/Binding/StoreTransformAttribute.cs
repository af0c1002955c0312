using System.Management.Automation;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Binding;

/// <summary>Lets -Store accept the path of an open store instead of the object that Open-OpsLogStore returned.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StoreTransformAttribute : ArgumentTransformationAttribute
{
    private static readonly string s_deserialized = "Deserialized." + typeof(OpsLogSession).FullName;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Wrapper.Bare(inputData) switch
    {
        null or OpsLogSession => inputData,
        string path => Find(engineIntrinsics.SessionState.Path, path),
        PSObject copy when copy.TypeNames.Contains(s_deserialized) => throw new ArgumentTransformationMetadataException(FromElsewhere(copy)),
        { } other => throw new ArgumentTransformationMetadataException(
            $"-Store does not accept an object of type {other.GetType()}. Specify the object that Open-OpsLogStore returned, or the path of a store that is open in this runspace. Get-OpsLogStore returns the open stores."),
    };

    private static OpsLogSession Find(PathIntrinsics paths, string path)
    {
        string directory;
        try
        {
            directory = StorePath.Resolve(paths, path, literal: true);
        }
        catch (CommandException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }

        return OpenStores.Find(directory) ?? throw new ArgumentTransformationMetadataException(
            $"The store '{directory}' is not open in this runspace. Open it with Open-OpsLogStore. Get-OpsLogStore returns the open stores.");
    }

    private static string FromElsewhere(PSObject copy) =>
        $"The store object for '{copy.Properties[nameof(OpsLogSession.Path)]?.Value}' comes from another process, for example from Start-Job or remoting, and can't be used in this process. "
        + "Open the store in this process by its path, with -ReadOnly, or with -Agent if the other process also uses -Agent. "
        + "Or use ForEach-Object -Parallel or Start-ThreadJob, which run in the process that opened the store.";
}
