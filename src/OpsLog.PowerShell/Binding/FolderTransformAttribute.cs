using System.Management.Automation;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// Accepts a path or a folder. PowerShell would convert any object to text, and a piped record would become the name of a
/// new store.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FolderTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => PlainValue.Of(inputData) switch
    {
        string path => path,
        FileSystemInfo place => place.FullName,
        PathInfo location => location.Path,
        var value => throw new ArgumentTransformationMetadataException(
            $"{(value is null ? "$null" : $"An object of type {value.GetType()}")} is not the folder of a store. Specify a path, or pipe a path or a folder to the cmdlet."),
    };
}
