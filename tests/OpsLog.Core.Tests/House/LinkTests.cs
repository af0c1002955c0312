using System.Text.RegularExpressions;

namespace OpsLog.Core.Tests.House;

/// <summary>Links of the pages to other files lead to files, and the index leads to every page.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] s_pages = [.. Repository.Tracked().Where(path => path.EndsWith(".md", StringComparison.Ordinal) && !path.Contains("/fixtures/", StringComparison.Ordinal))];

    [Fact]
    public void Every_link_to_a_file_leads_to_one()
    {
        (string Page, string Target)[] links = [.. s_pages.SelectMany(page => LinksOf(page).Select(link => (page, link)))];

        Assert.True(links.Length > 40, $"{links.Length} links were found");
        Assert.Empty(links
            .Where(link => !Path.Exists(Path.Combine(Repository.Root, link.Target)))
            .Select(link => $"{link.Page} leads to {link.Target}, which does not exist"));
    }

    [Fact]
    public void The_index_leads_to_every_page()
    {
        Assert.Empty(s_pages.Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && page != "docs/README.md").Except(LinksOf("docs/README.md")));
    }

    /// <summary>The files that a page links to, as paths from the root. An address and a place in the page itself are no files.</summary>
    private static IEnumerable<string> LinksOf(string page)
    {
        string folder = Path.GetDirectoryName(page)!;
        return Link().Matches(Repository.Read(page))
            .Select(link => link.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
            .Select(target => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, target))).Replace('\\', '/'));
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
