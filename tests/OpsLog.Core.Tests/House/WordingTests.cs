namespace OpsLog.Core.Tests.House;

/// <summary>The sources, help and documentation use plain technical English.</summary>
public sealed class WordingTests
{
    private static readonly string[] s_kinds = [".cs", ".md", ".txt", ".ps1", ".psd1", ".ps1xml", ".xml", ".sh", ".csproj", ".props"];

    private static readonly (string Path, string Reason)[] s_exceptions =
    [
        ("tests/OpsLog.Core.Tests/House/Wording", "contains the words themselves"),
        ("tests/OpsLog.Core.Tests/fixtures/", "contains what other programs wrote"),
        ("src/OpsLog.Core/PublicAPI.", "contains the members of the code"),
        ("src/OpsLog.PowerShell/PublicAPI.", "contains the members of the code"),
        ("bench/results/", "contains the output of earlier runs"),
    ];

    [Fact]
    public void Texts_contain_no_words_that_are_read_twice()
    {
        Assert.Empty(Repository.Tracked()
            .Where(path => s_kinds.Contains(Path.GetExtension(path), StringComparer.Ordinal))
            .Where(path => !s_exceptions.Any(exception => path.StartsWith(exception.Path, StringComparison.Ordinal)))
            .SelectMany(path => Wording.Find(path, Repository.Read(path))));
    }

    [Fact]
    public void A_message_with_a_number_is_correct_for_one()
    {
        Assert.Empty(Repository.Sources("src").SelectMany(path => Wording.FindPlurals(path, Repository.Read(path))));
    }

    [Theory]
    [InlineData("    Warn($\"{records} records are active.\");", true)]
    [InlineData("    Warn($\"It has {count:N0} more findings.\");", true)]
    [InlineData("    Warn($\"{Counted.Of(records, \"record\")}\");", false)]
    [InlineData("    Warn($\"the maximum of {largest:N0} bytes\");", false)]
    [InlineData("    string records = $\"{record}\"; // {} records", false)]
    public void A_noun_that_follows_a_number_is_found(string line, bool isFound) => Assert.Equal(isFound, Wording.FindPlurals("a.cs", line).Any());

    [Fact]
    public void Every_exception_exists()
    {
        Assert.DoesNotContain(s_exceptions, exception => !Repository.Tracked().Any(path => path.StartsWith(exception.Path, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a.md", "The error tells what to do.")]
    [InlineData("a.md", "The record stands in the log.")]
    [InlineData("a.txt", "Nothing is written, since nobody knows what the disk holds.")]
    [InlineData("a.cs", "    /// <summary>Waits until told to go on.</summary>")]
    [InlineData("a.cs", "    throw new InvalidOperationException($\"'{name}' was told nothing.\");")]
    [InlineData("a.cs", "    Run(told); // Since it is needed below.")]
    [InlineData("a.ps1", "    # Whoever opens the store next.")]
    public void A_word_is_found(string path, string line) => Assert.NotEmpty(Wording.Find(path, line));

    [Theory]
    [InlineData("a.md", "Get-OpsLogOperation -Since (Get-Date).AddHours(-1)")]
    [InlineData("a.md", "{\"host\":\"vm\",\"since\":\"2026-11-22T12:32:33.564Z\"}")]
    [InlineData("a.md", "The standard, a teller, recommended.")]
    [InlineData("a.xml", "<maml:name>Since</maml:name>")]
    [InlineData("a.cs", "    int told = filter.Since ?? Tell(nobody);")]
    [InlineData("a.cs", "    /// <summary>The warnings since the last call.</summary>")]
    public void Code_and_times_are_not_words(string path, string line) => Assert.Empty(Wording.Find(path, line));
}
