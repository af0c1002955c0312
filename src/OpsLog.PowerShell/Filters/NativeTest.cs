namespace OpsLog.PowerShell.Filters;

/// <summary>
/// A comparison on the bytes of a value, for the kinds of values for which it is known what PowerShell's operator
/// returns. For every other kind, the result is unknown, and the operator itself is asked.
/// </summary>
internal abstract class NativeTest
{
    /// <summary>Compares a value of a record.</summary>
    public abstract Verdict Test(StoredValue left);

    private protected static Verdict VerdictOf(bool result) => result ? Verdict.True : Verdict.False;
}
