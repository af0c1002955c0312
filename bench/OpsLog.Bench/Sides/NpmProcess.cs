using System.Diagnostics;

namespace OpsLog.Bench.Sides;

/// <summary>One Node process for repeated measurements.</summary>
internal sealed class NpmProcess : IDisposable
{
    private readonly Process _node;

    public NpmProcess(Process node)
    {
        _node = node;
        Read();
    }

    public Figures Measure()
    {
        _node.StandardInput.WriteLine("go");
        return Figures.Parse(Read());
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }

    private string Read() => _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The npm side ended; its error is above.");
}
