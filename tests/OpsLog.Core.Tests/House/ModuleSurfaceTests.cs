using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OpsLog.Core.Tests.House;

/// <summary>
/// The cmdlets in the sources, the manifest, the pages, the compiled help and the formats agree. This compares texts, so
/// that it needs no PowerShell; the Pester tests compare the same with the loaded module.
/// </summary>
public sealed class ModuleSurfaceTests
{
    private const string Sources = "src/OpsLog.PowerShell/Cmdlets/";

    private static readonly string[] s_verbs =
    [
        "Backup", "Close", "Compare", "Export", "Get", "Invoke", "Measure", "Merge", "New", "Open", "Remove", "Restore", "Save", "Set", "Sync", "Test",
        "Undo", "Update", "Watch",
    ];

    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";

    private static readonly Dictionary<string, (string Class, string Path)> s_cmdlets = ReadCmdlets();
    private static readonly string[] s_api = Repository.Read("src/OpsLog.PowerShell/PublicAPI.Unshipped.txt").Split('\n');
    private static readonly XElement s_help = XDocument.Parse(Repository.Read("en-US/OpsLog.PowerShell.dll-Help.xml")).Root!;

    public static TheoryData<string> Cmdlets => [.. s_cmdlets.Keys];

    [Fact]
    public void The_manifest_exports_each_cmdlet_that_has_a_class_and_no_other()
    {
        string exports = Regex.Match(Repository.Read("OpsLog.psd1"), @"CmdletsToExport\s*=\s*@?\(?(.*?)\)?\s*\n\s*[A-Z]\w+\s*=", RegexOptions.Singleline).Groups[1].Value;
        Assert.Equal(s_cmdlets.Keys.Order(), Regex.Matches(exports, @"'(\w+-\w+)'").Select(match => match.Groups[1].Value).Order());
        Assert.Equal(s_cmdlets.Keys.Order(), Repository.Tracked().Select(path => Regex.Match(path, @"^docs/cmdlets/(\w+-\w+)\.md$")).Where(match => match.Success).Select(match => match.Groups[1].Value).Order());
        Assert.Equal(s_cmdlets.Keys.Order(), s_help.Elements(s_command + "command").Select(NameOf).Order());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Its_verb_is_approved_and_its_class_and_page_have_its_name(string cmdlet)
    {
        string[] parts = cmdlet.Split('-');
        Assert.Contains(parts[0], s_verbs);
        Assert.Equal($"{parts[0]}{parts[1]}Command", s_cmdlets[cmdlet].Class);
        Assert.StartsWith("---\n", Repository.Read($"docs/cmdlets/{cmdlet}.md"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Its_page_and_its_help_describe_exactly_its_parameters(string cmdlet)
    {
        string[] parameters = [.. ParametersOf(s_cmdlets[cmdlet].Class).Order(StringComparer.Ordinal)];
        string[] common = ["Confirm", "WhatIf"];
        string[] inPage = [.. Regex.Matches(Repository.Read($"docs/cmdlets/{cmdlet}.md"), @"^### -(\w+)\n", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        Assert.Equal(parameters, inPage.Except(common).Order(StringComparer.Ordinal));

        XElement command = s_help.Elements(s_command + "command").Single(element => NameOf(element) == cmdlet);
        string[] inHelp = [.. command.Element(s_command + "parameters")!.Elements(s_command + "parameter").Select(parameter => parameter.Element(s_maml + "name")!.Value)];
        Assert.Equal(parameters, inHelp.Except(common).Order(StringComparer.Ordinal));
        Assert.Equal(Repository.Read(s_cmdlets[cmdlet].Path).Contains("SupportsShouldProcess", StringComparison.Ordinal), inHelp.Contains("WhatIf"));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Its_page_has_two_examples_or_more_and_names_what_it_returns(string cmdlet)
    {
        string page = Repository.Read($"docs/cmdlets/{cmdlet}.md");
        Assert.True(Regex.Count(page, "^### Example ", RegexOptions.Multiline) >= 2);
        string outputs = page[page.IndexOf("\n## OUTPUTS", StringComparison.Ordinal)..];
        foreach (Match type in Regex.Matches(Repository.Read(s_cmdlets[cmdlet].Path), @"OutputType\(typeof\((\w+)\)"))
        {
            Assert.Contains(type.Groups[1].Value switch { "PSObject" or "PSCustomObject" => "PSObject", "bool" => "Boolean", "string" => "String", var name => name }, outputs, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Each_view_shows_types_and_properties_that_exist()
    {
        string[] api = [.. s_api, .. Repository.Read("src/OpsLog.Core/PublicAPI.Unshipped.txt").Split('\n')];
        XElement[] views = [.. XDocument.Parse(Repository.Read("OpsLog.Format.ps1xml")).Descendants("View")];
        Assert.NotEmpty(views);
        foreach (XElement view in views)
        {
            string type = view.Descendants("TypeName").Single().Value;
            Assert.Contains(type, api);
            IEnumerable<string> shown = view.Descendants("PropertyName").Select(property => property.Value)
                .Concat(view.Descendants("ScriptBlock").SelectMany(script => Regex.Matches(script.Value, @"\$_\.(\w+)").Select(match => match.Groups[1].Value)));
            Assert.All(shown, name => Assert.Contains(api, line => line.StartsWith($"{type}.{name}.get -> ", StringComparison.Ordinal)));
        }
    }

    private static Dictionary<string, (string Class, string Path)> ReadCmdlets()
    {
        Dictionary<string, (string, string)> cmdlets = [];
        foreach (string path in Repository.Tracked().Where(path => path.StartsWith(Sources, StringComparison.Ordinal)))
        {
            Match match = Regex.Match(Repository.Read(path), @"\[Cmdlet\(Verbs\w+\.(\w+), ""(\w+)"".*?\bclass (\w+)", RegexOptions.Singleline);
            if (match.Success)
            {
                cmdlets.Add($"{match.Groups[1].Value}-{match.Groups[2].Value}", (match.Groups[3].Value, path));
            }
        }

        return cmdlets;
    }

    /// <summary>
    /// The settable properties of a cmdlet and of its bases, which are its parameters. An override without attributes takes
    /// the parameter of a base away.
    /// </summary>
    private static IEnumerable<string> ParametersOf(string type)
    {
        Regex setter = new($@"^(?:virtual |override |abstract )?OpsLog\.PowerShell\.Cmdlets\.(?:\w+\.)?{type}\.(\w+)\.set -> void$");
        IEnumerable<string> own = s_api.Select(line => setter.Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);
        if (Repository.Tracked().SingleOrDefault(path => path.StartsWith(Sources, StringComparison.Ordinal) && Path.GetFileName(path) == $"{type}.cs") is not { } file)
        {
            return own;
        }

        string source = Repository.Read(file);
        IEnumerable<string> taken = Regex.Matches(source, @"///[^\n]*\n\s+public override \S+ (\w+) ").Select(match => match.Groups[1].Value);
        return own.Union(ParametersOf(Regex.Match(source, $@"\bclass {type} : (\w+)").Groups[1].Value)).Except(taken);
    }

    private static string NameOf(XElement command) => command.Element(s_command + "details")!.Element(s_command + "name")!.Value;
}
