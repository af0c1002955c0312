using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;

namespace OpsLog.Core.Storage.Files;

/// <summary>Finds what is in a store's directory and folders and is not one of its objects.</summary>
internal sealed class StrayFiles(string root)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly List<StrayEntry> _found = [];

    public List<StrayEntry> List()
    {
        Search("");
        foreach (string folder in StoreFolders.Folders.Append(StoreLayout.BlobFolder))
        {
            Search(folder);
        }

        _found.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return _found;
    }

    private void Search(string folder)
    {
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(FileLayout.PathOf(root, folder)).EnumerateFileSystemInfos("*", Everything))
            {
                Examine(folder + entry.Name, entry, isTop: folder.Length == 0);
            }
        }
        catch (Exception e) when (IoFailure.IsMissing(e))
        {
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            _found.Add(new StrayEntry(folder, StrayKind.Unreadable, StorageFailure.Of("list", FileLayout.PathOf(root, folder), e).Message));
        }
    }

    private void Examine(string name, FileSystemInfo entry, bool isTop)
    {
        bool isBlob = name.StartsWith(StoreLayout.BlobFolder, StringComparison.Ordinal);
        try
        {
            if (isBlob && entry is DirectoryInfo && entry.LinkTarget is null)
            {
                Search(name + "/");
            }
            else if (NoFile(entry, isTop) is { Length: > 0 } what)
            {
                _found.Add(new StrayEntry(name, StrayKind.NotAFile, what));
            }
            else if (entry is FileInfo && FileLayout.TryParseTemporary(name, out int localPid))
            {
                bool isLeft = StaleTemporaries.IsAbandoned(entry.FullName, localPid);
                _found.Add(new StrayEntry(name, isLeft ? StrayKind.Unfinished : StrayKind.InProgress, localPid > 0 ? $"process {localPid}" : "a process on another host"));
            }
            else if (name.StartsWith(FileLayout.LockFolder, StringComparison.Ordinal) && !FileLayout.IsLock(name))
            {
                ExamineLock(name, entry.FullName);
            }
            else if (isBlob && !FileLayout.IsObject(name))
            {
                _found.Add(new StrayEntry(name, StrayKind.Unknown, ""));
            }
        }
        catch (StorageException e)
        {
            _found.Add(new StrayEntry(name, StrayKind.Unreadable, e.Message));
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            _found.Add(new StrayEntry(name, StrayKind.Unreadable, StorageFailure.Of("read", entry.FullName, e).Message));
        }
    }

    private void ExamineLock(string name, string path)
    {
        if (FileLayout.ParseHolder(name) is not { } lockName)
        {
            _found.Add(new StrayEntry(name, StrayKind.Unknown, ""));
        }
        else if (!IsHeld(FileLayout.PathOf(root, FileLayout.Lock(lockName))))
        {
            LockHolder? holder = HeldLock.ReadHolder(path) is { } content ? LockHolderCodec.Read(content) : null;
            _found.Add(new StrayEntry(name, holder is null ? StrayKind.InvalidLockMark : StrayKind.LockMark, holder?.ToString() ?? ""));
        }
    }

    private static bool IsHeld(string path)
    {
        try
        {
            return OsLock.IsHeld(path);
        }
        catch (Exception e) when (IoFailure.Is(e))
        {
            throw StorageFailure.Of("check the lock", path, e);
        }
    }

    /// <summary>The kind of an entry that is not a file; empty for a file, and for a folder at the top level.</summary>
    private static string NoFile(FileSystemInfo entry, bool isTop)
    {
        if (entry is DirectoryInfo)
        {
            return isTop ? "" : "a directory";
        }

        FileSystemInfo? target = entry.LinkTarget is null ? entry : entry.ResolveLinkTarget(returnFinalTarget: true);
        return target is not FileInfo { Exists: true } file ? "a link to a file that does not exist"
            : FileStatus.At(file.FullName, out _) is { IsRegularFile: false } status ? status.KindName
            : "";
    }
}
