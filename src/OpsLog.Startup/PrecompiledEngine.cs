using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace OpsLog.Startup;

/// <summary>
/// Loads the engine from the folder of this system, where it contains code that need not be compiled at each start. The
/// manifest imports this assembly before the cmdlets, so that they get that engine.
/// </summary>
/// <remarks>
/// <c>OpsLog.Core.dll</c> beside this assembly runs on every system. The others are compiled from it and have its identity,
/// so the runtime does not load both. It ignores compiled code of another major version of .NET. A file for another system it
/// refuses, and then it loads no other, so the folder is chosen by the process.
/// </remarks>
public sealed class PrecompiledEngine : IModuleAssemblyInitializer
{
    // The code is compiled by the SDK for its own version: see packaging/Precompile.
    private const int FirstRuntime = 10;
    private const string Engine = "OpsLog.Core.dll";

    /// <inheritdoc/>
    public void OnImport()
    {
        if (Environment.Version.Major < FirstRuntime || FolderOfSystem() is not { } system)
        {
            return;
        }

        string file = Path.Combine(Path.GetDirectoryName(typeof(PrecompiledEngine).Assembly.Location)!, system, Engine);
        if (!File.Exists(file))
        {
            return;
        }

        try
        {
            AssemblyLoadContext.Default.LoadFromAssemblyPath(file);
        }
        catch (Exception refused) when (refused is BadImageFormatException or FileLoadException)
        {
            // The cmdlets then load the engine that runs everywhere.
        }
    }

    private static string? FolderOfSystem()
    {
        string? name = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsLinux() ? "linux" : null;
        return name is not null && RuntimeInformation.ProcessArchitecture == Architecture.X64 ? $"{name}-x64" : null;
    }
}
