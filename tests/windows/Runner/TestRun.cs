using System.Diagnostics;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace OpsLog.WindowsRunner;

/// <summary>
/// Runs the tests of one assembly, shows the failed ones, and writes the counts and the reasons of the skips to a file.
/// Tests that are still running when no test has ended for a long time have failed.
/// </summary>
internal sealed class TestRun(string resultPath) : IMessageSink
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly List<string> _skips = [];
    private readonly HashSet<string> _running = [];
    private readonly List<string> _errors = [];
    private readonly ManualResetEventSlim _found = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly List<ITestCase> _cases = [];
    private long _lastEnd;
    private int _passed;
    private int _failed;

    /// <summary>Returns 0 where all tests passed, and 1 where one failed or none ran.</summary>
    public static int Run(string path, string resultPath, string[] parts)
    {
        var run = new TestRun(resultPath);
        var assembly = new ReflectionAssemblyInfo(Assembly.LoadFrom(path));
        using var framework = new XunitTestFramework(new Diagnostics());
        using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(assembly);
        discoverer.Find(false, run, new Options(("xunit.discovery.PreEnumerateTheories", false)));
        run._found.Wait();
        if (parts.Length > 0)
        {
            run._cases.RemoveAll(found => !parts.Any($"{found.TestMethod.TestClass.Class.Name}.{found.TestMethod.Method.Name}".Contains));
        }

        // More threads than processors would make a slow system miss the deadlines of tests that start processes.
        using ITestFrameworkExecutor executor = framework.GetExecutor(assembly.Assembly.GetName());
        executor.RunTests(run._cases, run, new Options(("xunit.execution.MaxParallelThreads", Environment.ProcessorCount)));
        if (!run.WaitForEnd())
        {
            Environment.Exit(run.Report());
        }

        return run.Report();
    }

    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (_skips)
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage found:
                    _cases.Add(found.TestCase);
                    break;
                case IDiscoveryCompleteMessage:
                    _found.Set();
                    break;
                case ITestStarting starting:
                    _running.Add(starting.Test.DisplayName);
                    break;
                case ITestFinished finished:
                    _running.Remove(finished.Test.DisplayName);
                    _lastEnd = Stopwatch.GetTimestamp();
                    break;
                case ITestPassed:
                    _passed++;
                    break;
                case ITestSkipped skipped:
                    _skips.Add($"{skipped.Reason}\t{skipped.Test.DisplayName}");
                    break;
                case ITestFailed failed:
                    Fail(failed.Test.DisplayName, failed);
                    break;
                case IErrorMessage error:
                    Fail("the run", error);
                    break;
                case ITestAssemblyFinished:
                    _ended.Set();
                    break;
                case IFailureInformation cleanup:
                    Fail("the end of a test or class", cleanup);
                    break;
            }
        }

        return true;
    }

    private bool WaitForEnd()
    {
        _lastEnd = Stopwatch.GetTimestamp();
        while (!_ended.Wait(TimeSpan.FromSeconds(1)))
        {
            lock (_skips)
            {
                if (Stopwatch.GetElapsedTime(_lastEnd) > s_patience)
                {
                    foreach (string name in _running)
                    {
                        _failed++;
                        Console.WriteLine($"FAILED {name}: it has not ended, and no test has for {s_patience.TotalMinutes} minutes");
                        _errors.Add(name);
                    }

                    return false;
                }
            }
        }

        return true;
    }

    private void Fail(string name, IFailureInformation failure)
    {
        _failed++;
        Console.WriteLine($"FAILED {name}: {string.Join(" / ", failure.Messages)}\n{string.Join("\n", failure.StackTraces)}");
        _errors.Add(name);
    }

    private int Report()
    {
        File.WriteAllLines(resultPath, [$"{_passed}\t{_failed}\t{_skips.Count}", .. _skips.Select(skip => $"skip\t{skip}"), .. _errors.Select(name => $"failed\t{name}")]);
        Console.WriteLine($"{_passed} passed, {_failed} failed, {_skips.Count} skipped");
        return _failed == 0 && _passed > 0 ? 0 : 1;
    }

    private sealed class Diagnostics : IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => true;
    }
}
