using System.Text;
using System.Text.RegularExpressions;

namespace OpsLog.Core.Tests.House;

/// <summary>What holds for the repository as a whole.</summary>
public sealed partial class RepositoryTests
{
    private const int LongestSource = 300;

    [Fact]
    public void No_source_is_too_long()
    {
        Assert.Empty(Repository.Sources()
            .Select(p => (Path: p, Lines: File.ReadLines(Path.Combine(Repository.Root, p)).Count()))
            .Where(f => f.Lines >= LongestSource)
            .Select(f => $"{f.Path}: {f.Lines} lines"));
    }

    [Fact]
    public void The_module_has_the_version_of_the_assemblies()
    {
        string assemblies = PropsVersion().Match(Repository.Read("Directory.Build.props")).Groups[1].Value;
        string module = ManifestVersion().Match(Repository.Read("OpsLog.psd1")).Groups[1].Value;

        Assert.Matches(@"^\d+\.\d+\.\d+$", module);
        Assert.Equal(assemblies, module);
    }

    [Fact]
    public void Text_files_end_their_lines_with_a_line_feed()
    {
        Assert.Empty(TextFiles().Where(f => f.Text.Contains('\r')).Select(f => f.Path));
    }

    [Fact]
    public void No_file_contains_a_path_of_a_developer_machine()
    {
        // Put together here, so that this file is not the first to be found.
        string[] places = [.. new[] { "root", "work" }.Select(name => $"/{name}/")];

        Assert.Empty(TextFiles()
            .SelectMany(f => f.Text.Split('\n').Select((line, index) => (f.Path, Line: index + 1, Text: line)))
            .Where(l => places.Any(place => AtStartOfPath(l.Text, place)))
            .Select(l => $"{l.Path}:{l.Line}: {l.Text.Trim()}"));
    }

    /// <summary>Whether the line has the place as the start of an absolute path, not as the middle of a longer one.</summary>
    private static bool AtStartOfPath(string line, string place)
    {
        for (int at = line.IndexOf(place, StringComparison.Ordinal); at >= 0; at = line.IndexOf(place, at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || !(char.IsLetterOrDigit(line[at - 1]) || "._-/}>*)".Contains(line[at - 1])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Fixtures are bytes, not text: they are what other programs wrote.</summary>
    private static IEnumerable<(string Path, string Text)> TextFiles()
    {
        foreach (string path in Repository.Tracked().Where(p => !p.Contains("/fixtures/", StringComparison.OrdinalIgnoreCase)))
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(Repository.Root, path));
            if (!bytes.Contains((byte)0))
            {
                yield return (path, Encoding.UTF8.GetString(bytes));
            }
        }
    }

    [GeneratedRegex(@"<Version>(.*?)</Version>")]
    private static partial Regex PropsVersion();

    [GeneratedRegex(@"ModuleVersion\s*=\s*'(.*?)'")]
    private static partial Regex ManifestVersion();
}
