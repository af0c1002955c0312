using System.Text.RegularExpressions;

namespace OpsLog.Core.Tests.House;

/// <summary>Which top folder of a project uses which others, read from the text of its sources.</summary>
internal sealed partial class ImportGraph
{
    private readonly Dictionary<string, HashSet<string>> _typesByFolder;

    private ImportGraph(string rootNamespace, IReadOnlyList<Source> sources)
    {
        _typesByFolder = sources
            .GroupBy(s => s.Folder)
            .ToDictionary(g => g.Key, g => g.SelectMany(s => TypeDeclaration().Matches(s.Code)).Select(m => m.Groups[1].Value).ToHashSet());
        Sources = sources;
        Uses = [.. sources.SelectMany(s => FoldersUsed(rootNamespace, s.Code)
            .Where(folder => folder != s.Folder)
            .Select(folder => new Use(s.Path, s.Folder, folder)))];
    }

    public IReadOnlyList<Source> Sources { get; }

    public IReadOnlyList<Use> Uses { get; }

    /// <param name="rootNamespace">The project's namespace, e.g. <c>OpsLog.Core</c>; its folders are the next part of it.</param>
    /// <param name="files">Each file's path from the project's folder, with forward slashes, and its text.</param>
    public static ImportGraph Of(string rootNamespace, IEnumerable<(string Path, string Text)> files)
    {
        return new(rootNamespace, [.. files.Select(f => new Source(f.Path, WithoutComments(f.Text)))]);
    }

    public static ImportGraph OfProject(string rootNamespace)
    {
        string project = $"src/{rootNamespace}/";
        return Of(rootNamespace, Repository.Sources(project).Select(p => (p[project.Length..], Repository.Read(p))));
    }

    /// <summary>The folders along one circle of uses, first and last the same; empty where there is none.</summary>
    public IReadOnlyList<string> FindCircle()
    {
        ILookup<string, string> next = Uses.Select(u => (u.From, u.To)).Distinct().ToLookup(u => u.From, u => u.To);
        HashSet<string> done = [];
        List<string> path = [];
        return next.Select(n => n.Key).Any(Visit) ? path : [];

        bool Visit(string folder)
        {
            int seen = path.IndexOf(folder);
            path.Add(folder);
            if (seen >= 0)
            {
                path.RemoveRange(0, seen);
                return true;
            }

            if (!done.Contains(folder) && next[folder].Any(Visit))
            {
                return true;
            }

            done.Add(folder);
            path.RemoveAt(path.Count - 1);
            return false;
        }
    }

    private IEnumerable<string> FoldersUsed(string rootNamespace, string code)
    {
        IEnumerable<string> qualified = Regex.Matches(code, $@"\b{Regex.Escape(rootNamespace)}\.(\w+)").Select(m => m.Groups[1].Value);

        // Inside the project's namespace "Errors.OpsLogException" needs no using. A property may be called like a folder,
        // so only what is followed by a type of that folder counts.
        IEnumerable<string> relative = RelativeName().Matches(code)
            .Where(m => _typesByFolder.TryGetValue(m.Groups[1].Value, out HashSet<string>? types) && types.Contains(m.Groups[2].Value))
            .Select(m => m.Groups[1].Value);
        return qualified.Concat(relative).Distinct();
    }

    private static string WithoutComments(string text) => CommentOrString().Replace(text, m => m.Value.StartsWith('/') ? " " : m.Value);

    // Strings are matched so that a "//" inside one starts no comment.
    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""", RegexOptions.Singleline)]
    private static partial Regex CommentOrString();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record|delegate\s+[\w<>?\[\],. ]+)\s+(\w+)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"(?<![\w.])(\w+)\.(\w+)")]
    private static partial Regex RelativeName();

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    internal sealed record Source(string Path, string Code)
    {
        /// <summary>The top folder; empty for a file beside the project file.</summary>
        public string Folder { get; } = Path.Contains('/') ? Path[..Path.IndexOf('/')] : "";

        public string Namespace { get; } = NamespaceDeclaration().Match(Code) is { Success: true } m ? m.Groups[1].Value : "";

        public string NamespaceByPath(string rootNamespace)
        {
            int end = Path.LastIndexOf('/');
            return end < 0 ? rootNamespace : $"{rootNamespace}.{Path[..end].Replace('/', '.')}";
        }
    }

    internal sealed record Use(string Path, string From, string To)
    {
        public override string ToString() => $"{Path} uses {To}";
    }
}
