namespace OpsLog.Core.Storage.Memory;

/// <summary>
/// What all views of one memory store share: the files by name, the locks, and the one gate that makes every call
/// atomic. Names are durable at once, as the contract has it; of bytes each file knows which are.
/// </summary>
internal sealed class MemoryDisk(string name)
{
    private readonly Dictionary<string, MemoryFile> _files = [];
    private readonly Dictionary<string, MemoryLock> _locks = [];
    private readonly List<MemoryShare> _shares = [];
    private readonly List<MemoryProcess> _processes = [];

    public object Gate { get; } = new();

    public string Location { get; } = "memory:" + name;

    public string PathOf(string objectName) => $"{Location}/{objectName}";

    public IEnumerable<KeyValuePair<string, MemoryFile>> Files => _files;

    public MemoryFile? Find(string objectName) => _files.GetValueOrDefault(objectName);

    /// <summary>Gives the name to a file; who has the one before open keeps it.</summary>
    public void Name(string objectName, MemoryFile file) => _files[objectName] = file;

    public void Remove(string objectName) => _files.Remove(objectName);

    public MemoryLock? FindLock(string lockName) => _locks.GetValueOrDefault(lockName);

    public bool IsShared(string lockName) => _shares.Exists(share => share.Name == lockName);

    public void Add(MemoryLock held) => _locks.Add(held.Name, held);

    public void Add(MemoryShare share) => _shares.Add(share);

    public void Release(MemoryShare share) => _shares.Remove(share);

    /// <summary>Frees the lock if it is still this holder's: its process may have been ended, and another taken it.</summary>
    public void Release(MemoryLock held)
    {
        if (FindLock(held.Name) == held)
        {
            _locks.Remove(held.Name);
        }
    }

    public MemoryProcess StartProcess()
    {
        lock (Gate)
        {
            var process = new MemoryProcess(this);
            _processes.Add(process);
            return process;
        }
    }

    /// <summary>Ends a process: its handles fail from now on, its locks are free, what it wrote stays.</summary>
    public void End(MemoryProcess process)
    {
        lock (Gate)
        {
            process.IsEnded = true;
            _processes.Remove(process);
            foreach (MemoryLock held in _locks.Values.Where(held => held.Owner == process).ToList())
            {
                _locks.Remove(held.Name);
            }

            _shares.RemoveAll(share => share.Owner == process);
        }
    }

    /// <summary>
    /// Cuts the power: ends all processes, and keeps of each file's unflushed appends what <paramref name="keep"/>
    /// answers to its name and their lengths.
    /// </summary>
    public void LosePower(Func<string, IReadOnlyList<long>, IReadOnlyList<long>> keep)
    {
        lock (Gate)
        {
            foreach (MemoryProcess process in _processes.ToList())
            {
                End(process);
            }

            foreach ((string objectName, MemoryFile file) in _files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (file.Unflushed.Count > 0)
                {
                    file.Lose(keep(objectName, file.Unflushed));
                }
            }
        }
    }

    /// <summary>The files as they are now on a disk of their own, which no process has begun to use.</summary>
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
