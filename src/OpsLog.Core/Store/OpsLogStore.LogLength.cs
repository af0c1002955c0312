using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Store.Agents;

namespace OpsLog.Core.Store;

/// <content>
/// How long the own log is, noted in the manifest when it is closed: one that is shorter at the next opening has lost
/// what was acknowledged, and nothing else shows that where it ends with a whole line.
/// </content>
public sealed partial class OpsLogStore
{
    private (string Log, long Length) _lengthAtOpening;

    /// <summary>
    /// Notes the length, if anything was written and a power cut leaves it. A failure is a warning and no reason not to
    /// close: the operations are in the log.
    /// </summary>
    private void NoteLength()
    {
        (string log, long length) = (OwnLog, _log!.Position);
        if (_options.Durability != Durability.Disk || length == 0 || (log, length) == _lengthAtOpening)
        {
            return;
        }

        try
        {
            PutManifest(manifest => manifest with { LogLengths = With(manifest, log, length) });
        }
        catch (Exception e) when (e is OpsLogException or StoreChangedException)
        {
            // Where another agent has compacted meanwhile, its snapshot says up to where it covers the log.
            if (e is OpsLogException)
            {
                Warn(new StoreWarning(StoreWarningKind.LengthNotNoted, $"The length of the log could not be written to the manifest of the store '{Location}': {e.Message} No data is lost: the operations are in the log.", Location));
            }
        }
    }

    /// <summary>Before the log is cut at a position, takes back what the manifest says of its length.</summary>
    private void ForgetLengthBeyond(long position)
    {
        string log = OwnLog;
        if (_manifest.LogLengths.GetValueOrDefault(log) > position)
        {
            PutManifest(manifest => manifest with { LogLengths = With(manifest, log, position) });
        }
    }

    private static Dictionary<string, long> With(Manifest manifest, string log, long length) =>
        new(manifest.LogLengths, StringComparer.Ordinal) { [log] = length };
}
