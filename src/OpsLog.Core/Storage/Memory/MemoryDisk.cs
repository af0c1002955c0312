namespace OpsLog.Core.Storage.Memory;

/// <summary>
/// What all processes of one memory store share: the files by name, the locks, and the one gate that makes each call
/// atomic. Names are durable at once, as the contract requires; each <see cref="MemoryFile"/> records which of its bytes
/// are. Callers hold the gate, except where a member acquires it.
/// </summary>
internal sealed class MemoryDisk(string name)
{
    private readonly Dictionary<string, MemoryFile> _files = [];
    private readonly List<MemoryLock> _locks = [];
    private int _lastProcessId;

    public object Gate { get; } = new();

    public string Location { get; } = "memory:" + name;

    public IEnumerable<KeyValuePair<string, MemoryFile>> Files => _files;

    /// <summary>Changes with each power cut. A process that started with another number has ended.</summary>
    public int BootNumber { get; private set; }

    public string PathOf(string objectName) => $"{Location}/{objectName}";

    public int NewProcessId() => ++_lastProcessId;

    public MemoryFile? Find(string objectName) => _files.GetValueOrDefault(objectName);

    /// <summary>Gives the name to a file. A process that has the previous file open keeps it.</summary>
    public void Name(string objectName, MemoryFile file) => _files[objectName] = file;

    public void Remove(string objectName) => _files.Remove(objectName);

    /// <summary>The lock with that name if a process holds it. Shares do not count.</summary>
    public MemoryLock? FindLock(string lockName) => _locks.Find(held => held.Name == lockName && !held.IsShare);

    public bool IsShared(string lockName) => _locks.Exists(held => held.Name == lockName && held.IsShare);

    public void Add(MemoryLock held) => _locks.Add(held);

    /// <summary>Releases a lock or share. Does nothing if the end of its process released it before.</summary>
    public void Release(MemoryLock held) => _locks.Remove(held);

    public void ReleaseLocksOf(int processId) => _locks.RemoveAll(held => held.Owner == processId);

    /// <summary>
    /// Cuts the power. This ends all processes. <paramref name="keep"/> gets the name of each file with unflushed appends
    /// and the lengths of these, and returns how many of their bytes are kept. Acquires the gate.
    /// </summary>
    public void LosePower(Func<string, IReadOnlyList<long>, IReadOnlyList<long>> keep)
    {
        lock (Gate)
        {
            BootNumber++;
            _locks.Clear();
            foreach ((string objectName, MemoryFile file) in _files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (file.Unflushed.Count > 0)
                {
                    file.Lose(keep(objectName, file.Unflushed));
                }
            }
        }
    }

    /// <summary>The current files on a disk of their own that no process uses. Acquires the gate.</summary>
    public MemoryDisk Clone()
    {
        lock (Gate)
        {
            MemoryDisk clone = new(name);
            foreach ((string objectName, MemoryFile file) in _files)
            {
                clone.Name(objectName, file.Clone());
            }

            return clone;
        }
    }
}
