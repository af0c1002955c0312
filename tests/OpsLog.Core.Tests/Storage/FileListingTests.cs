using OpsLog.Core.Storage;
using OpsLog.Core.Storage.Files;

namespace OpsLog.Core.Tests.Storage;

/// <summary>
/// Names that a file system lists in another form. Only HFS+ of macOS decomposes names, and it is not available to these
/// tests. So they create files with decomposed names, as HFS+ would store them, and replace the conversion. The conversion
/// also requires Unicode data, which the tests run without.
/// </summary>
public sealed class FileListingTests : IDisposable
{
    private const string Composed = "\u00e9";
    private const string Decomposed = "e\u0301";

    private readonly TemporaryDirectory _directory = new();

    public FileListingTests()
    {
        Directory.CreateDirectory(_directory["ops"]);
        foreach (string name in (string[])["jose", "jos" + Decomposed, "josf"])
        {
            File.WriteAllText(_directory[$"ops/agent-{name}-5.jsonl"], "x");
        }
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_decomposed_name_is_listed_as_the_store_created_it()
    {
        Assert.Equal(
            ["ops/agent-jose-5.jsonl", "ops/agent-josf-5.jsonl", $"ops/agent-jos{Composed}-5.jsonl"],
            Names("ops/", name => name.Replace(Decomposed, Composed, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_prefix_is_compared_with_the_name_that_the_store_created()
    {
        Assert.Equal(
            [$"ops/agent-jos{Composed}-5.jsonl"],
            Names($"ops/agent-jos{Composed}", name => name.Replace(Decomposed, Composed, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_system_that_keeps_the_form_of_names_is_not_converted()
    {
        Func<string, string> convert = NameForm.ConversionFor(_directory.Path);
        Assert.Equal("jos" + Decomposed, convert("jos" + Decomposed));
        Assert.Equal("jos" + Composed, convert("jos" + Composed));
    }

    private IEnumerable<string> Names(string prefix, Func<string, string> convert) =>
        FileListing.List(_directory.Path, prefix, convert).Select(stored => stored.Name);
}
