using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Text;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>
/// Says in a mapped file which input is being read: a stack overflow ends the process without a word, and the file
/// stays. It is gone after a run that came to its end.
/// </summary>
internal sealed class CrashNote : IDisposable
{
    private const int IndexAt = 128;

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public CrashNote(string target, int seed)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"opslog-fuzz-{Environment.ProcessId}-{target}.txt");
        _path = Path.Combine(Path.GetTempPath(), name);
        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Create, null, 256);
        _view = _file.CreateViewAccessor();
        byte[] head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"target {target}, OPSLOG_TEST_SEED={seed}; the input's number follows as 8 bytes at {IndexAt}\n"));
        _view.WriteArray(0, head, 0, Math.Min(head.Length, IndexAt));
    }

    public long Index
    {
        set => _view.Write(IndexAt, value);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
