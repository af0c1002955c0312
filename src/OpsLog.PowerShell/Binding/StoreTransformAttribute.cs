using System.Management.Automation;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>Lets -Store take the path of an open store in place of the object that Open-OpsLogStore returned.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StoreTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (RecordKey.Unwrap(inputData) is not string path)
        {
            return inputData;
        }

        string directory = engineIntrinsics.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
        return OpenStores.Find(directory) ?? throw new ArgumentTransformationMetadataException(
            $"The store '{directory}' is not open here. Open it with Open-OpsLogStore; Get-OpsLogStore lists those that are.");
    }
}
