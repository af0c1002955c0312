using OpsLog.Core.Errors;

namespace OpsLog.Core.Tests.House;

/// <summary>Imports run strictly downward: someone who opens a folder sees what it may touch.</summary>
public sealed class ImportGraphTests
{
    /// <summary>Each project's folders, lowest first. A folder may use the ones before it and nothing else of its project.</summary>
    private static readonly Dictionary<string, string[]> _layers = new()
    {
        ["OpsLog.Core"] = ["Errors", "Primitives", "Json", "Model", "Storage", "Log", "State", "Store", "Maintenance"],
        ["OpsLog.PowerShell"] = ["Conversion", "Errors", "Binding", "Cmdlets"],
    };

    public static TheoryData<string> Projects => [.. _layers.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_folders_below_it(string project)
    {
        Assert.Empty(UpwardUses(ImportGraph.OfProject(project), _layers[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_form_no_circle(string project)
    {
        IReadOnlyList<string> circle = ImportGraph.OfProject(project).FindCircle();

        Assert.True(circle.Count == 0, string.Join(" -> ", circle));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_source_lies_in_a_known_folder(string project)
    {
        Assert.Empty(ImportGraph.OfProject(project).Sources.Select(s => s.Folder).Except(_layers[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_is_its_folder(string project)
    {
        Assert.Empty(ImportGraph.OfProject(project).Sources
            .Where(s => s.Namespace != (IsPublicInRoom(s) ? $"{project}.Store" : s.NamespaceByPath(project)))
            .Select(s => $"{s.Path}: {s.Namespace} should be {s.NamespaceByPath(project)}"));
    }

    /// <summary>Callers find the public types of the store in one namespace, whichever room of it they lie in.</summary>
    private static bool IsPublicInRoom(ImportGraph.Source source) =>
        source.Path.StartsWith("Store/", StringComparison.Ordinal) && source.Code.Contains("\npublic ", StringComparison.Ordinal);

    [Fact]
    public void The_core_was_read() => Assert.True(ImportGraph.OfProject("OpsLog.Core").Sources.Count > 10);

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
    [InlineData("using OpsLog.Core.Store;")]
    [InlineData("using static OpsLog.Core.Store.Thing;")]
    [InlineData("using S = OpsLog.Core.Store.Thing;")]
    [InlineData("class A { OpsLog.Core.Store.Thing? t; }")]
    [InlineData("class A { global::OpsLog.Core.Store.Thing? t; }")]
    [InlineData("class A { Store.Thing? t; }")]
    [InlineData("class A { string s = \"https://x\"; OpsLog.Core.Store.Thing? t; }")]
    public void A_use_upward_is_found(string code)
    {
        ImportGraph graph = Sample(("Log/A.cs", code), ("Store/Thing.cs", "public sealed class Thing;"));

        Assert.Equal(["Log/A.cs uses Store"], UpwardUses(graph, _layers["OpsLog.Core"]));
    }

    [Theory]
    [InlineData("/// <see cref=\"OpsLog.Core.Store.Thing\"/>\nclass A;")]
    [InlineData("// as OpsLog.Core.Store does\nclass A;")]
    [InlineData("/* OpsLog.Core.Store */ class A;")]
    [InlineData("class A { int Store; int B => Store.Other; }")]
    [InlineData("using OpsLog.Core.Errors;")]
    [InlineData("using OpsLog.Core.Log;")]
    public void What_is_no_use_upward_is_let_through(string code)
    {
        ImportGraph graph = Sample(("Log/A.cs", code), ("Store/Thing.cs", "public sealed class Thing;"));

        Assert.Empty(UpwardUses(graph, _layers["OpsLog.Core"]));
    }

    [Fact]
    public void A_circle_is_found()
    {
        ImportGraph graph = Sample(
            ("Model/A.cs", "using OpsLog.Core.Log;"),
            ("Log/B.cs", "using OpsLog.Core.State;"),
            ("State/C.cs", "using OpsLog.Core.Log;"));

        Assert.Equal(["Log", "State", "Log"], graph.FindCircle());
    }

    private static ImportGraph Sample(params (string, string)[] files) => ImportGraph.Of("OpsLog.Core", files);

    private static IEnumerable<string> UpwardUses(ImportGraph graph, string[] layers)
    {
        return graph.Uses
            .Where(use => Array.IndexOf(layers, use.To) is var to && (to < 0 || to > Array.IndexOf(layers, use.From)))
            .Select(use => use.ToString());
    }
}
