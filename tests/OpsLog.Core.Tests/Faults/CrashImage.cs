using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Faults;

/// <summary>
/// A store directly before a call that changes something, with everything that had been acknowledged by then.
/// </summary>
internal sealed record CrashImage(int Number, string Where, MemoryBackend Disk, Promise Promise)
{
    /// <summary>Runs a script and keeps an image before each of its calls that change something, and one at its end.</summary>
    public static List<CrashImage> Record(ScriptedHistory history)
    {
        List<CrashImage> images = [];
        history.Backend.PieceLength = ScriptedHistory.PieceLength;
        history.Backend.Before = (call, name) =>
        {
            if (IsSyncPoint(call))
            {
                Add($"{call} {name}");
            }
        };
        history.Run();
        Add("the end");
        return images;

        void Add(string call)
        {
            lock (images)
            {
                images.Add(new CrashImage(images.Count, $"{history.Step}: {call}", history.Disk.Clone(), history.Promise));
            }
        }
    }

    /// <summary>Whether the disk may be another one after the call than before it.</summary>
    public static bool IsSyncPoint(StorageCall call) => call
        is StorageCall.Put or StorageCall.Complete or StorageCall.OpenAppend or StorageCall.Append
        or StorageCall.Flush or StorageCall.Truncate or StorageCall.Delete;
}
