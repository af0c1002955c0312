namespace OpsLog.Core.Tests.Fuzz;

/// <summary>A reader did what it may not do.</summary>
internal sealed class FuzzFailureException(string message, Exception? inner = null) : Exception(message, inner)
{
    public static void ThrowIf(bool failed, string message)
    {
        if (failed)
        {
            throw new FuzzFailureException(message);
        }
    }

    public static void ThrowUnlessEqual<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new FuzzFailureException($"{what}: expected {expected}, was {actual}");
        }
    }
}
