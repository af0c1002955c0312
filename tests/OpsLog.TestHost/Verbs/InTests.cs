using System.Reflection;

namespace OpsLog.TestHost;

/// <summary>
/// <c>in-tests type method args</c>: calls a static method of the tests, with texts as its arguments, in this process: for
/// what needs the tests' own classes and a process that was started in a special way. An exception goes out on one line.
/// </summary>
internal sealed class InTests : IVerb
{
    private const string Tests = "OpsLog.Core.Tests";

    public string Name => "in-tests";

    public void Run(string[] args)
    {
        Assembly tests = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, $"{Tests}.dll"));
        Type type = tests.GetType($"{Tests}.{args[0]}", throwOnError: true)!;
        try
        {
            type.GetMethod(args[1], BindingFlags.Static | BindingFlags.Public)!.Invoke(null, args[2..]);
        }
        catch (TargetInvocationException e)
        {
            Signal.Send(e.InnerException!.ToString().ReplaceLineEndings(" | "));
        }
    }
}
