using System.Diagnostics;

namespace OpsLog.Tour;

/// <summary>Runs the steps of the story, writes how fast each was, and ends the story if one failed.</summary>
internal static class Step
{
    public static void Run(string what, int count, string unit, Action work) => Run(what, count, unit, () =>
    {
        work();
        return true;
    });

    public static T Run<T>(string what, int count, string unit, Func<T> work)
    {
        long start = Stopwatch.GetTimestamp();
        T result = work();
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        string rate = count > 1 ? $", {count} {unit}, {count / took.TotalSeconds:N0} a second" : "";
        Console.WriteLine($"  {what}: {took.TotalMilliseconds:N1} ms{rate}");
        return result;
    }

    public static void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new StepFailedException(otherwise);
        }
    }
}
