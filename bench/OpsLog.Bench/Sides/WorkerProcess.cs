using System.Diagnostics;

namespace OpsLog.Bench.Sides;

/// <summary>A process for repeated measurements: a line with a verb is answered with a line of figures.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    /// <param name="process">A process that writes "ready" when it is.</param>
    public WorkerProcess(Process process)
    {
        _process = process;
        Read();
    }

    public Figures Measure(string verb = "go")
    {
        _process.StandardInput.WriteLine(verb);
        return Figures.Parse(Read());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Read() => _process.StandardOutput.ReadLine()
        ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} ended; its error is above.");
}
