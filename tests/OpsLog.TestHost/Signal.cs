namespace OpsLog.TestHost;

/// <summary>How this process and the test that started it wait for each other.</summary>
internal static class Signal
{
    /// <summary>Reports a state to the test.</summary>
    public static void Send(string state) => Console.Out.WriteLine(state);

    /// <summary>Waits for a line from the test; false when the test has closed the pipe or ended.</summary>
    public static bool Wait() => Console.In.ReadLine() is not null;
}
