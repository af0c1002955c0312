using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OpsLog.Core.Errors;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Binding;

/// <summary>Code that the completers share: it finds the store, and writes a value as it is typed.</summary>
public abstract class Completion : IArgumentCompleter
{
    /// <summary>More than a screenful is not useful and takes time.</summary>
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
        catch (Exception e) when (e is OpsLogException or CommandException or SessionStateException)
        {
            // For example, the store has just been closed, or the drive does not exist. Then there is nothing to
            // complete.
            return [];
        }
    }

    private protected abstract IEnumerable<string> Candidates(string word, IDictionary bound);

    private protected static bool Begins(string value, string word) => value.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private protected static OpsLogSession? StoreOf(IDictionary bound)
    {
        OpsLogSession? session = PlainValue.Of(bound[nameof(OpsLogSession.Store)]) switch
        {
            OpsLogSession given => given,
            string path => OpenStores.Find(Resolve(path, literal: true)),
            _ => OpenStores.Current,
        };
        return session is { IsOpen: true } ? session : null;
    }

    /// <summary>The full path, relative to the current location.</summary>
    private protected static string Resolve(string path, bool literal)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("$ExecutionContext.SessionState.Path");
        return StorePath.Resolve(shell.Invoke<PathIntrinsics>()[0], path, literal);
    }

    private static CompletionResult Result(string value)
    {
        bool plain = value is "$true" or "$false" || (value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '\\') && value[0] != '-');
        string text = plain ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
        return new CompletionResult(text, value, CompletionResultType.ParameterValue, value);
    }
}
