using System.Collections;

namespace OpsLog.PowerShell.Binding;

/// <summary>Completes the values of the property of a filter, if the records have few different ones.</summary>
public sealed class PropertyValueCompleter : Completion
{
    /// <summary>More values do not help to choose one.</summary>
    private const int Few = 50;

    private protected override IEnumerable<string> Candidates(string word, IDictionary bound)
    {
        if (StoreOf(bound) is not { } session || bound["Property"] is not { } property)
        {
            return [];
        }

        string[] values = [.. RecordSample.Values(session.Reader.View(), property.ToString()!).Take(Few + 1)];
        return values.Length > Few ? [] : values.Where(value => Begins(value, word));
    }
}
