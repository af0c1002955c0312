using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OpsLog.Core.Errors;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>What the completers share: which store it is about, and how a value is typed.</summary>
public abstract class Completion : IArgumentCompleter
{
    /// <summary>More than a screenful helps nobody and takes time.</summary>
    private const int Most = 100;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        try
        {
            return [.. Candidates(word, fakeBoundParameters).Take(Most).Select(Result)];
        }
        catch (OpsLogException)
        {
            // Such as a store that was closed this moment: there is nothing to offer, and nobody to tell.
            return [];
        }
    }

    private protected abstract IEnumerable<string> Candidates(string word, IDictionary bound);

    private protected static bool Begins(string value, string word) => value.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private protected static OpsLogSession? StoreOf(IDictionary bound)
    {
        OpsLogSession? session = RecordKey.Unwrap(bound[nameof(OpsLogSession.Store)]) switch
        {
            OpsLogSession given => given,
            string path => OpenStores.Find(System.IO.Path.GetFullPath(path)),
            _ => OpenStores.Current,
        };
        return session is { IsOpen: true } ? session : null;
    }

    private static CompletionResult Result(string value)
    {
        bool plain = value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '\\') && value[0] != '-';
        string text = plain ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
        return new CompletionResult(text, value, CompletionResultType.ParameterValue, value);
    }
}
