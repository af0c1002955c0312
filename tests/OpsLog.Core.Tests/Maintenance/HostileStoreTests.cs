using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Faults;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>Whatever the files contain, the check ends, with findings and nothing else.</summary>
public sealed class HostileStoreTests
{
    [Theory]
    [InlineData("single")]
    [InlineData("agents")]
    [InlineData("npm-0.8.1-agents")]
    [InlineData("format-0.6-pretty")]
    public void Spoilt_stores_are_checked_to_their_ends(string store) => Seed.Run(random =>
    {
        StoreImage image = store switch
        {
            "single" => SampleStores.Single(),
            "agents" => SampleStores.Agents(),
            _ => StoreImage.OfFixture(store),
        };
        RandomJson json = new(random);
        string[] names = [.. image.Files.Keys];
        for (int i = 0; i < 1_000; i++)
        {
            StoreImage spoilt = image;
            for (int files = random.Next(1, 4); files > 0; files--)
            {
                string name = names[random.Next(names.Length)];
                spoilt = spoilt.Replace(name, random.Next(20) == 0 ? null : json.Spoil(image.Files[name]));
            }

            AssertEnds(spoilt);
        }
    });

    [Fact]
    public void Deep_nesting_and_huge_numbers_are_findings()
    {
        StoreImage image = SampleStores.Agents();
        string deep = new string('[', 100_000) + new string(']', 100_000);
        string log = image.ManifestOf().ActiveAgentOps["laptop"];
        AssertEnds(image.WithSnapshot(text => text + $"{{\"id\":\"deep\",\"data\":{{\"a\":{deep}}}}}\n"));
        AssertEnds(image.WithText(log, text => text + $"{{\"ts\":\"x\",\"op\":\"set\",\"id\":\"d\",\"prev\":null,\"data\":{{\"a\":{deep}}}}}\n"));
        AssertEnds(image.WithLines(log, lines => lines.Select(line => line.Replace("\"clock\":", "\"clock\":9007199254740")).Append(lines[0] + ",\"batch\":[2147483646,2147483647]")));
        AssertEnds(image.WithSnapshot(text => text.Replace("\"covered\":{", "\"covered\":{\"../x\":1,\"\":9223372036854775807,").Replace("\"clock\":4", "\"clock\":9007199254740991")));
        AssertEnds(image.WithSnapshot(text => text.Replace($"\"{log}\":", $"\"{log}\":9223372036854")));
    }

    [Fact]
    public void Of_a_log_of_nothing_but_damage_only_so_much_is_kept()
    {
        StoreImage image = SampleStores.Single();
        string log = image.ActiveLog();
        MemoryBackend disk = image.Replace(log, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("xxx\n", 500_000)))).Copy();
        List<StoreFinding> findings = [.. StoreCheck.Run(disk).Where(finding => finding.File == log)];
        Assert.Equal(FileFindings.MostOfAKind + 1, findings.Count);
        Assert.Contains($"{499_000:N0} more", findings[^1].Message);
    }

    private static void AssertEnds(StoreImage image)
    {
        try
        {
            // If a kept log or snapshot is missing, no other file may show it.
            _ = StoreCheck.Run(image.Copy()).Count();
        }
        catch (Exception e) when (e is not StoreNotFoundException)
        {
            Assert.Fail($"{e}\n{string.Join('\n', image.Files.Select(file => $"{file.Key}\n{Encoding.Latin1.GetString(file.Value)}"))}");
        }
    }
}
