using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace OpsLog.PowerShell.Binding;

/// <summary>Closes the open stores when the module is removed from a runspace.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        IReadOnlyList<Exception> failed = OpenStores.CloseAll(Runspace.DefaultRunspace);
        if (failed.Count > 0)
        {
            throw new AggregateException(failed);
        }
    }
}
