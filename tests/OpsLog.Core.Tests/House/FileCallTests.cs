using System.Text.RegularExpressions;

namespace OpsLog.Core.Tests.House;

/// <summary>Calls of the class library that hide a failure on some system, and what the engine has in their place.</summary>
public sealed partial class FileCallTests
{
    private const string Flush = "src/OpsLog.Core/Storage/Files/DiskFlush.cs";

    private static readonly string[] s_declarations = ["src/OpsLog.Core/Storage/Files/Libc.cs", "src/OpsLog.Core/Storage/Files/Kernel32.cs"];

    [Fact]
    public void Every_flush_goes_through_one_place() => Assert.Equal([Flush], Using(FlushCall()));

    [Fact]
    public void No_file_is_moved_by_copying() => Assert.Empty(Using(MoveCall()));

    [Theory]
    [InlineData("RandomAccess.FlushToDisk(handle);")]
    [InlineData("stream.Flush(true);")]
    [InlineData("stream.Flush(flushToDisk: true);")]
    [InlineData("Libc.FSync(handle);")]
    [InlineData("Kernel32.Flush(handle);")]
    [InlineData("[DllImport(\"libc\", EntryPoint = \"fdatasync\")]")]
    public void A_flush_is_seen(string code) => Assert.Matches(FlushCall(), code);

    private static IEnumerable<string> Using(Regex call) =>
        Repository.Sources("src").Where(path => !s_declarations.Contains(path) && Repository.Read(path).Split('\n')
            .Any(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && call.IsMatch(line)));

    [GeneratedRegex(@"\.FlushToDisk\s*\(|\bFlush\s*\(\s*(flushToDisk:\s*)?true|Libc\.(FSync|FCntl)\b|Kernel32\.Flush\b|""(fsync|fdatasync|FlushFileBuffers)""|FileOptions\.WriteThrough")]
    private static partial Regex FlushCall();

    [GeneratedRegex(@"(?<!\.)\bFile\.(Move|Copy)\s*\(|\bDirectory\.Move\s*\(")]
    private static partial Regex MoveCall();
}
