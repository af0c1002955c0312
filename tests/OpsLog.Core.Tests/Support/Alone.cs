namespace OpsLog.Core.Tests.Support;

/// <summary>
/// Tests that run while no other test does: they wait for a process that must not be slower than another one. Beside other
/// tests they take minutes in place of seconds.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class Alone
{
    public const string Name = "alone";
}
