using System.Management.Automation;
using System.Reflection;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// Handles an exception from the code of a value: an enumerator, a ToString, a key. It concerns only the record and
/// must not end the pipeline.
/// </summary>
internal static class UnreadableValue
{
    /// <summary>
    /// Whether the exception comes from a value. Exceptions that stop a pipeline or the process pass through.
    /// </summary>
    public static bool Concerns(Exception e) =>
        e is not (ConversionException or PipelineStoppedException or OperationCanceledException or FlowControlException or OutOfMemoryException);

    /// <param name="e">The exception of the value.</param>
    /// <param name="place">The value, as the subject of a sentence.</param>
    /// <param name="path">The property.</param>
    public static ConversionException Because(Exception e, string place, string path)
    {
        Exception cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
        return new ConversionException(Fault.Unreadable, path,
            $"{place} can't be read: {cause.Message.TrimEnd('.')}. Omit the property, or store only the values that you need.", cause);
    }
}
