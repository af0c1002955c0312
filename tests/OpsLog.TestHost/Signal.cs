namespace OpsLog.TestHost;

/// <summary>How this process and the test that started it wait for each other.</summary>
internal static class Signal
{
    /// <summary>Tells the test what is reached.</summary>
    public static void Tell(string state) => Console.Out.WriteLine(state);

    /// <summary>Waits for a line from the test; false when the test has closed the pipe or ended.</summary>
    public static bool Wait() => Console.In.ReadLine() is not null;
}
