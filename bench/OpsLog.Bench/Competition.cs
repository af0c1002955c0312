using OpsLog.Bench.Engines;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench;

/// <summary>The sides that work on this machine, and the reasons of those that do not.</summary>
internal sealed class Competition
{
    public Competition(string folder)
    {
        Npm = NpmPackage.Find(out string noNpm);
        Shell = ShellProgram.Find(out string noShell);
        Engines = EngineList.Available(folder, LeftOut);
        LeftOut.AddRange(new[] { noNpm, noShell }.Where(reason => reason.Length > 0));
        LeftOut.AddRange(EngineList.Limitations.Where(text => Engines.Any(engine => text.StartsWith(engine.Product, StringComparison.Ordinal))));
    }

    /// <summary>The npm package; null if it can't be run.</summary>
    public NpmPackage? Npm { get; }

    /// <summary>PowerShell with the module of this checkout; null if it can't be run.</summary>
    public ShellProgram? Shell { get; }

    /// <summary>The engines besides OpsLog.</summary>
    public Engine[] Engines { get; }

    public List<string> LeftOut { get; } = [];

    /// <summary>The engines whose acknowledged writes survive this.</summary>
    public IEnumerable<Engine> That(Survival survival) => Engines.Where(engine => engine.Survival == survival);

    /// <summary>One engine for each product, to read.</summary>
    public IEnumerable<Engine> Readers => Engines.Where(engine => engine.Reads);
}
