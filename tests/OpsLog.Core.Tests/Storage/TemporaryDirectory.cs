namespace OpsLog.Core.Tests.Storage;

/// <summary>An empty directory of a test's own, gone with it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("opslog-test-").FullName;

    public string this[string relative] => System.IO.Path.Combine(Path, relative.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>Every file in it, relative, with / on every system, and ordered.</summary>
    public IEnumerable<string> Files =>
        Directory.EnumerateFiles(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace(System.IO.Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>The permissions of a file or directory in it; null if the platform has none.</summary>
    public UnixFileMode? ModeOf(string relative) => OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(this[relative]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
