namespace OpsLog.Bench;

/// <summary>The checkout from which the benchmark was built.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "OpsLog.slnx")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("The benchmark is run from its checkout.");
    }
}
