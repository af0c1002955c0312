using System.Reflection;
using OpsLog.WindowsRunner;

// exec HOST.dll ARGUMENTS: as 'dotnet exec', for the tests that start processes of their own.
// TESTS.dll RESULT [PART OF NAME]...: runs the tests, or those whose full names contain one of the parts.
AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) =>
    Path.Combine(AppContext.BaseDirectory, new AssemblyName(wanted.Name).Name + ".dll") is var file && File.Exists(file) ? Assembly.LoadFrom(file) : null;

if (args is ["exec", var host, ..])
{
    return Assembly.LoadFrom(host).EntryPoint!.Invoke(null, [args[2..]]) is int code ? code : 0;
}

if (args is not [var tests, var result, .. var parts])
{
    Console.Error.WriteLine("usage: OpsLog.WindowsRunner TESTS.dll RESULT [PART OF NAME]...");
    return 2;
}

Environment.SetEnvironmentVariable("DOTNET_HOST_PATH", Environment.ProcessPath);
return TestRun.Run(Path.GetFullPath(tests), result, parts);
