using System.Diagnostics;
using System.Text.RegularExpressions;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.House;

/// <summary>The page for .NET developers quotes a program that is built, and its output.</summary>
public sealed partial class DotNetPageTests : IDisposable
{
    private const string Program = "examples/OpsLog.Jobs/Program.cs";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>Each part is in the program as it is quoted, and together the parts have all of its lines.</summary>
    [Fact]
    public void The_code_is_the_program()
    {
        string[] quoted = [.. Fences("csharp").SelectMany(LinesOf).Order(StringComparer.Ordinal)];
        string[] written = [.. LinesOf(Repository.Read(Program)).Order(StringComparer.Ordinal)];

        Assert.Equal(written, quoted);
        Assert.All(Fences("csharp"), part => Assert.Contains(part, Repository.Read(Program), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_output_is_that_of_the_program()
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "OpsLog.Jobs.dll"), _directory["jobs"] },
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync().WaitAsync(s_patience);
        await process.WaitForExitAsync().WaitAsync(s_patience);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(Assert.Single(Fences("text")), output.ReplaceLineEndings("\n"));
    }

    private static IEnumerable<string> Fences(string language) =>
        Fence().Matches(Repository.Read("docs/dotnet.md")).Where(fence => fence.Groups["language"].Value == language).Select(fence => fence.Groups["text"].Value);

    private static IEnumerable<string> LinesOf(string text) => text.Split('\n').Where(line => line.Trim().Length > 0);

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();
}
