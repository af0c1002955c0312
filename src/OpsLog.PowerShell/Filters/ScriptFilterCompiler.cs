using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OpsLog.PowerShell.Filters;

/// <summary>
/// Converts a script block to a filter on the stored JSON. It can contain comparisons of properties of <c>$_</c> with
/// constants and plain variables, and <c>-and</c>, <c>-or</c>, <c>-not</c> and parentheses.
/// </summary>
internal sealed class ScriptFilterCompiler
{
    /// <summary>Variables that PowerShell sets for the block that it runs.</summary>
    private static readonly HashSet<string> s_automatic = new(StringComparer.OrdinalIgnoreCase)
    {
        "_", "PSItem", "this", "input", "args", "MyInvocation", "PSBoundParameters", "PSCmdlet", "PSCommandPath", "PSScriptRoot",
        "Matches", "Error", "LASTEXITCODE", "?", "^", "$", "StackTrace", "foreach", "switch", "PSDefaultParameterValues",
    };

    private readonly FilterContext _context;
    private readonly SessionState _state;

    private ScriptFilterCompiler(FilterContext context, SessionState state)
    {
        _context = context;
        _state = state;
    }

    /// <summary>Converts a script block.</summary>
    /// <param name="script">The script block.</param>
    /// <param name="context">How the shell gets the records.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="reason">Why the block can only run as a script, as the end of a sentence.</param>
    public static bool TryCompile(ScriptBlock script, FilterContext context, [NotNullWhen(true)] out FilterNode? filter, [NotNullWhen(false)] out string? reason)
    {
        filter = null;
        reason = null;
        try
        {
            // The variables of the block are those of the module that contains it.
            SessionState state = script.Module?.SessionState ?? (context.State.Module is null
                ? context.State
                : throw new NotCompiled("it comes from outside of the module that runs it"));
            filter = new ScriptFilterCompiler(context, state).Condition(ExpressionOf(script));
            return true;
        }
        catch (NotCompiled e)
        {
            reason = e.Message;
            return false;
        }
    }

    private static ExpressionAst ExpressionOf(ScriptBlock script) => script.Ast is ScriptBlockAst
    {
        ParamBlock: null, BeginBlock: null, ProcessBlock: null, DynamicParamBlock: null,
        EndBlock: { Traps: null, Statements: [PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } single] }] },
    }
        ? single.Expression
        : throw new NotCompiled("it is more than one expression");

    private FilterNode Condition(ExpressionAst expression)
    {
        switch (expression)
        {
            case ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } inner] } }:
                return Condition(inner.Expression);
            case UnaryExpressionAst { TokenKind: TokenKind.Not or TokenKind.Exclaim } not:
                return new FilterNode.Not(Condition(not.Child));
            case BinaryExpressionAst { Operator: TokenKind.And } and:
                return new FilterNode.And(Condition(and.Left), Condition(and.Right));
            case BinaryExpressionAst { Operator: TokenKind.Or } or:
                return new FilterNode.Or(Condition(or.Left), Condition(or.Right));
            case BinaryExpressionAst comparison:
                return Compare(comparison);
            case MemberExpressionAst property:
                return new Truth(Property(property), _context);
            default:
                throw Unsupported(expression);
        }
    }

    private Comparison Compare(BinaryExpressionAst ast)
    {
        if (!TryOperator(ast.Operator, out ComparisonOperator kind, out bool isCaseSensitive))
        {
            throw Unsupported(ast);
        }

        if (ast.Left is MemberExpressionAst left)
        {
            return new Comparison(Property(left), new ShellOperator(kind, isCaseSensitive), Value(ast.Right), _context);
        }

        FilterValue value = Value(ast.Left);
        PropertyReference right = ast.Right is MemberExpressionAst member ? Property(member) : throw Unsupported(ast.Right);

        // A value in an array is an array that contains the value.
        return kind is ComparisonOperator.In or ComparisonOperator.NotIn
            ? new Comparison(right, new ShellOperator(kind == ComparisonOperator.In ? ComparisonOperator.Contains : ComparisonOperator.NotContains, isCaseSensitive), value, _context)
            : new Comparison(right, new ShellOperator(kind, isCaseSensitive, isReversed: true), value, _context);
    }

    private PropertyReference Property(MemberExpressionAst ast)
    {
        List<string> path = [];
        for (ExpressionAst place = ast; ; place = ((MemberExpressionAst)place).Expression)
        {
            if (place is VariableExpressionAst { Splatted: false, VariablePath: { IsUnqualified: true, UserPath: var name } }
                && (name.Equals("_", StringComparison.Ordinal) || name.Equals("PSItem", StringComparison.OrdinalIgnoreCase)))
            {
                path.Reverse();
                return new PropertyReference(path, _context);
            }

            // Between an object and its member there is one dot; '?.' and '::' are something else.
            if (place is not MemberExpressionAst { Static: false, Member: StringConstantExpressionAst { Value.Length: > 0 } member } access
                || place is InvokeMemberExpressionAst
                || access.Extent.Text[(access.Expression.Extent.EndOffset - access.Extent.StartOffset)..(member.Extent.StartOffset - access.Extent.StartOffset)] != ".")
            {
                throw Unsupported(place);
            }

            path.Add(member.Value);
        }
    }

    private FilterValue Value(ExpressionAst ast)
    {
        switch (ast)
        {
            case ConstantExpressionAst constant:
                return new FilterValue(constant.Value);
            case VariableExpressionAst { Splatted: false, VariablePath: { IsUnqualified: true, UserPath: var name } } when !s_automatic.Contains(name):
                return name.ToUpperInvariant() switch
                {
                    "TRUE" => new FilterValue(true),
                    "FALSE" => new FilterValue(false),
                    "NULL" => new FilterValue(constant: null),
                    _ when _state.PSVariable.Get(name) is null => throw new NotCompiled($"the variable ${name} does not exist"),
                    _ => new FilterValue(_state.PSVariable, name),
                };
            case ArrayLiteralAst array:
                return new FilterValue(array.Elements.Select(Element).ToArray());
            case ArrayExpressionAst { SubExpression: { Traps: null, Statements: [PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } only] }] } }:
                return new FilterValue(only.Expression is ArrayLiteralAst list ? list.Elements.Select(Element).ToArray() : [Element(only.Expression)]);
            case ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } inner] } }:
                return Value(inner.Expression);
            default:
                throw Unsupported(ast);
        }
    }

    private static object? Element(ExpressionAst ast) => ast is ConstantExpressionAst constant ? constant.Value : throw Unsupported(ast);

    private static NotCompiled Unsupported(ExpressionAst ast) => new($"'{ast.Extent.Text}' is not a comparison of a property of $_ with a constant or a variable");

    private static bool TryOperator(TokenKind token, out ComparisonOperator kind, out bool isCaseSensitive)
    {
        string name = token.ToString();
        isCaseSensitive = name[0] == 'C';
        return Enum.TryParse(name[1..], ignoreCase: true, out kind) && name[0] is 'C' or 'I';
    }

    private sealed class NotCompiled(string reason) : Exception(reason);
}
