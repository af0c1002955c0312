using System.Reflection;
using System.Runtime.Versioning;

namespace OpsLog.Core.Tests.House;

/// <summary>The tests run on the runtime that they were built for, not on a later one.</summary>
public sealed class RuntimeTests
{
    [Fact]
    public void The_runtime_is_the_one_of_this_build()
    {
        string framework = typeof(RuntimeTests).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName;

        Assert.Equal(new FrameworkName(framework).Version.Major, Environment.Version.Major);
    }
}
