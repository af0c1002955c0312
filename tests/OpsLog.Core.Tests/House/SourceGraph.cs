using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OpsLog.Core.Tests.House;

/// <summary>
/// Which files of a project use which others, as the compiler sees it: a file uses another if its code names or infers a
/// type or member that is declared there. The parts of a partial type are one node. Comments are no uses.
/// </summary>
internal sealed class SourceGraph
{
    private static readonly string[] s_implicitUsings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];

    private readonly CSharpCompilation _compilation;
    private readonly Dictionary<SyntaxTree, string> _nodes = [];

    private SourceGraph(IEnumerable<(string Path, string Text)> files)
    {
        string usings = string.Concat(s_implicitUsings.Select(name => $"global using {name};"));
        SyntaxTree[] trees = [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, path: file.Path))];
        _compilation = CSharpCompilation.Create(
            "Sources",
            trees.Append(CSharpSyntaxTree.ParseText(usings)),
            TrustedAssemblies().Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        foreach (SyntaxTree tree in trees)
        {
            _nodes[tree] = tree.FilePath;
        }

        JoinPartials();
        Sources = [.. trees.Select(tree => new Source(tree.FilePath, tree))];
        Uses = [.. trees.SelectMany(UsesOf).Distinct()];
    }

    /// <summary>The files.</summary>
    public IReadOnlyList<Source> Sources { get; }

    /// <summary>Which file uses which other.</summary>
    public IReadOnlyList<Use> Uses { get; }

    /// <param name="files">Each file's path from the project's folder, with forward slashes, and its text.</param>
    public static SourceGraph Of(IEnumerable<(string Path, string Text)> files) => new(files);

    /// <summary>The graph of a project below <c>src</c>.</summary>
    public static SourceGraph OfProject(string project)
    {
        string folder = $"src/{project}/";
        return Of(Repository.Sources(folder).Select(path => (path[folder.Length..], Repository.Read(path))));
    }

    /// <summary>One circle of uses between files; empty if there is none.</summary>
    public IReadOnlyList<string> FindCircle()
    {
        ILookup<string, string> next = Uses.ToLookup(use => use.From, use => use.To);
        HashSet<string> done = [];
        List<string> path = [];
        return next.Select(node => node.Key).Any(Visit) ? path : [];

        bool Visit(string node)
        {
            int seen = path.IndexOf(node);
            path.Add(node);
            if (seen >= 0)
            {
                path.RemoveRange(0, seen);
                return true;
            }

            if (!done.Contains(node) && next[node].Any(Visit))
            {
                return true;
            }

            done.Add(node);
            path.RemoveAt(path.Count - 1);
            return false;
        }
    }

    /// <summary>The types with the lines of all their parts.</summary>
    public IReadOnlyDictionary<string, int> LinesByType() => Types()
        .GroupBy(type => type.Symbol, SymbolEqualityComparer.Default)
        .ToDictionary(parts => parts.Key!.ToDisplayString(), parts => parts.Sum(part => LinesOf(part.Declaration)));

    private static int LinesOf(SyntaxNode declaration)
    {
        FileLinePositionSpan span = declaration.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static IEnumerable<string> TrustedAssemblies() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => !Path.GetFileName(path).StartsWith("OpsLog.", StringComparison.Ordinal));

    private void JoinPartials()
    {
        foreach (IGrouping<ISymbol?, (INamedTypeSymbol Symbol, BaseTypeDeclarationSyntax Declaration)> parts in Types().GroupBy(type => (ISymbol?)type.Symbol, SymbolEqualityComparer.Default))
        {
            string first = parts.Select(part => _nodes[part.Declaration.SyntaxTree]).Min(StringComparer.Ordinal)!;
            foreach ((_, BaseTypeDeclarationSyntax declaration) in parts)
            {
                _nodes[declaration.SyntaxTree] = first;
            }
        }
    }

    private IEnumerable<(INamedTypeSymbol Symbol, BaseTypeDeclarationSyntax Declaration)> Types() =>
        from tree in _nodes.Keys.ToList()
        let model = _compilation.GetSemanticModel(tree)
        from declaration in tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        select (model.GetDeclaredSymbol(declaration)!, declaration);

    private IEnumerable<Use> UsesOf(SyntaxTree tree)
    {
        SemanticModel model = _compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            .Select(name => model.GetSymbolInfo(name))
            .SelectMany(info => info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols.AsEnumerable())
            .Where(symbol => symbol is ITypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol)
            .SelectMany(symbol => symbol.OriginalDefinition.DeclaringSyntaxReferences)
            .Where(reference => _nodes.ContainsKey(reference.SyntaxTree))
            .Select(reference => new Use(_nodes[tree], _nodes[reference.SyntaxTree]))
            .Where(use => use.From != use.To);
    }

    /// <summary>A file.</summary>
    internal sealed record Source(string Path, SyntaxTree Tree)
    {
        /// <summary>
        /// The folder relative to the folder of the project; empty for a file in the same folder as the project file.
        /// </summary>
        public string Folder { get; } = FolderOf(Path);

        public string Namespace => Tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";

        public bool HasPublicType => Tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
            .Any(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && member.Modifiers.Any(SyntaxKind.PublicKeyword) && member.Parent is BaseNamespaceDeclarationSyntax);

        public static string FolderOf(string path) => path.Contains('/') ? path[..path.LastIndexOf('/')] : "";
    }

    /// <summary>That a file uses another.</summary>
    internal sealed record Use(string From, string To)
    {
        public override string ToString() => $"{From} uses {To}";
    }
}
