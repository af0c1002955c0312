using OpsLog.Core.Errors;

namespace OpsLog.Core.Tests.House;

/// <summary>Uses run strictly downward: a reader who opens a folder sees what it may touch.</summary>
public sealed class SourceGraphTests
{
    private const int LongestType = 300;

    /// <summary>Each project's folders, lowest first. A folder may use the ones before it and nothing else of its project.</summary>
    private static readonly Dictionary<string, string[]> s_layers = new()
    {
        ["OpsLog.Core"] =
        [
            "Processes", "Errors", "Primitives", "Json", "Indexes", "Model", "Storage", "Log", "State",
            "Store/Results", "Store/Options", "Store/Files", "Store/Blobs", "Store/Locks", "Store/History", "Store/Segments", "Store/Loading",
            "Store/Writing", "Store/Checkpoints", "Store/Undo", "Store/Past", "Store/Archive", "Store/Reading", "Store/Agents", "Store/Roles",
            "Store/Opening", "Store", "Maintenance",
        ],
        ["OpsLog.PowerShell"] =
        [
            "Conversion", "Errors", "Filters", "Binding", "Measures", "Cmdlets", "Cmdlets/Store", "Cmdlets/Record", "Cmdlets/Operation", "Cmdlets/Archive", "Cmdlets/Blob",
        ],
    };

    private static readonly Dictionary<string, Lazy<SourceGraph>> s_graphs =
        s_layers.Keys.ToDictionary(project => project, project => new Lazy<SourceGraph>(() => SourceGraph.OfProject(project)));

    public static TheoryData<string> Projects => [.. s_layers.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_folders_below_it(string project) => Assert.Empty(UpwardUses(s_graphs[project].Value, s_layers[project]));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Files_form_no_circle(string project)
    {
        IReadOnlyList<string> circle = s_graphs[project].Value.FindCircle();

        Assert.True(circle.Count == 0, string.Join(" -> ", circle));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_source_lies_in_a_known_folder(string project) =>
        Assert.Empty(s_graphs[project].Value.Sources.Select(source => source.Folder).Except(s_layers[project]).Except(["Storage/Files", "Storage/Memory"]));

    /// <summary>Callers find the public types of the store in one namespace, in whichever room they are.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_is_its_folder(string project)
    {
        Assert.Empty(s_graphs[project].Value.Sources
            .Select(source => (source.Path, source.Namespace, Expected: NamespaceOf(project, source)))
            .Where(source => source.Namespace != source.Expected)
            .Select(source => $"{source.Path}: {source.Namespace} should be {source.Expected}"));
    }

    [Fact]
    public void No_type_of_the_core_is_too_long()
    {
        Assert.Empty(s_graphs["OpsLog.Core"].Value.LinesByType()
            .Where(type => type.Value > LongestType && type.Key != "OpsLog.Core.Store.OpsLogStore")
            .Select(type => $"{type.Key}: {type.Value} lines in all its parts"));
    }

    [Fact]
    public void The_core_was_read() => Assert.True(s_graphs["OpsLog.Core"].Value.Uses.Count > 300);

    [Fact]
    public void The_core_names_nothing_of_PowerShell()
    {
        string[] names = ["System.Management.Automation", "OpsLog.PowerShell", "PSObject", "PSCmdlet"];

        Assert.DoesNotContain(Repository.Sources("src/OpsLog.Core"), p => names.Any(Repository.Read(p).Contains));
    }

    [Theory]
    [InlineData("PackageReference")]
    [InlineData("ProjectReference")]
    [InlineData("<Reference")]
    [InlineData("FrameworkReference")]
    [InlineData("<Import")]
    [InlineData("<Using")]
    public void The_core_project_refers_to_nothing(string element)
    {
        Assert.DoesNotContain(element, Repository.Read("src/OpsLog.Core/OpsLog.Core.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_core_assembly_needs_only_the_base_class_library()
    {
        string library = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        Assert.All(
            typeof(OpsLogException).Assembly.GetReferencedAssemblies(),
            a => Assert.True(File.Exists(Path.Combine(library, a.Name + ".dll")), a.FullName));
    }

    [Theory]
    [InlineData("using B; class A { Thing? t; }")]
    [InlineData("using static B.Thing; class A { int i = Number; }")]
    [InlineData("using S = B.Thing; class A { S? t; }")]
    [InlineData("class A { B.Thing? t; }")]
    [InlineData("class A { global::B.Thing? t; }")]
    [InlineData("class A { int i = new B.Maker().Make().Length(); }")]
    [InlineData("class A { void M() { var made = new B.Maker().Make(); made.Length(); } }")]
    public void A_use_upward_is_found(string code)
    {
        SourceGraph graph = Sample(("Low/A.cs", code), ("High/Thing.cs", "namespace B; public class Thing { public const int Number = 1; public int Length() => 1; } public class Maker { public Thing Make() => new(); }"));

        Assert.Equal(["Low/A.cs uses High/Thing.cs"], UpwardUses(graph, ["Low", "High"]));
    }

    [Theory]
    [InlineData("/// <see cref=\"B.Thing\"/>\nclass A;")]
    [InlineData("// as B.Thing does\nclass A;")]
    [InlineData("/* B.Thing */ class A { string s = \"B.Thing\"; }")]
    [InlineData("class A { int Thing; int Copy => Thing; }")]
    [InlineData("class A { string s = nameof(A); }")]
    public void What_is_no_use_is_let_through(string code)
    {
        SourceGraph graph = Sample(("Low/A.cs", code), ("High/Thing.cs", "namespace B; public class Thing;"));

        Assert.Empty(graph.Uses);
    }

    [Fact]
    public void A_circle_of_files_is_found_and_a_partial_type_is_none()
    {
        SourceGraph circle = Sample(("A.cs", "class A { B? b; }"), ("B.cs", "class B { C? c; }"), ("C.cs", "class C { A? a; }"));
        SourceGraph partial = Sample(("A.cs", "partial class A { void F() => G(); }"), ("A.More.cs", "partial class A { void G() => F(); }"));

        Assert.Equal(["A.cs", "B.cs", "C.cs", "A.cs"], circle.FindCircle());
        Assert.Empty(partial.FindCircle());
    }

    [Fact]
    public void The_parts_of_a_type_are_counted_together()
    {
        SourceGraph graph = Sample(("A.cs", "partial class A\n{\n}"), ("A.More.cs", "partial class A\n{\n    class Inner\n    {\n    }\n}"));

        Assert.Equal(9, graph.LinesByType()["A"]);
    }

    private static SourceGraph Sample(params (string, string)[] files) => SourceGraph.Of(files);

    private static IEnumerable<string> UpwardUses(SourceGraph graph, string[] layers)
    {
        return graph.Uses
            .Where(use => LayerOf(use.To) > LayerOf(use.From))
            .Select(use => use.ToString());

        int LayerOf(string path)
        {
            string folder = SourceGraph.Source.FolderOf(path);
            return Array.IndexOf(layers, layers.Contains(folder) ? folder : folder.Split('/')[0]);
        }
    }

    private static string NamespaceOf(string project, SourceGraph.Source source) =>
        source.Folder.StartsWith("Store/", StringComparison.Ordinal) && source.HasPublicType ? $"{project}.Store"
        : source.Folder.Length == 0 ? project
        : $"{project}.{source.Folder.Replace('/', '.')}";
}
