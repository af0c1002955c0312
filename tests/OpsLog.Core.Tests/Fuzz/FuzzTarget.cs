namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Code that reads untrusted bytes.</summary>
internal abstract class FuzzTarget
{
    public abstract string Name { get; }

    /// <summary>How many of a million inputs are this target's, by what one costs and how much there is to find.</summary>
    public abstract int Share { get; }

    /// <summary>The least share, in percent, of inputs that must be taken as well-formed, so that the depths are reached.</summary>
    public virtual int LeastAccepted => 5;

    /// <summary>What an input may allocate whatever its size: buffers of fixed sizes.</summary>
    public virtual long BaseAllocation => 1024 * 1024;

    /// <summary>What an input may allocate for each of its bytes.</summary>
    public virtual int AllocationFactor => 64;

    /// <summary>What happened within inputs that were taken, and how often.</summary>
    public SortedDictionary<string, long> Details { get; } = new(StringComparer.Ordinal);

    public abstract FuzzInput Next(Random random);

    /// <summary>
    /// Reads the input and returns the name of the result. An exception of this engine is a result too; any other
    /// exception, and one that <see cref="FuzzFailureException"/> reports, is a finding.
    /// </summary>
    public abstract string Run(FuzzInput input);

    public override string ToString() => Name;

    protected void Count(string detail) => Details[detail] = Details.GetValueOrDefault(detail) + 1;
}
