using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Checkpoints;

/// <summary>
/// The length of the own log, noted in the manifest at the close. A log that is shorter at the next opening has lost what
/// was acknowledged, and nothing else shows that where it ends with a whole line.
/// </summary>
/// <param name="options">Whether an acknowledged length survives a power cut.</param>
/// <param name="state">The state.</param>
/// <param name="manifests">Puts the manifest.</param>
/// <param name="warnings">What could not be noted.</param>
/// <param name="location">The store's directory or address, for messages.</param>
internal sealed class LogLength(OpsLogStoreOptions options, WritableState state, ManifestWriter manifests, WarningList warnings, string location)
{
    private readonly (string Log, long Length) _atOpening = (state.LogName, state.End.Offset);

    /// <summary>
    /// Notes the length, if anything was written and a power cut leaves it. A failure is a warning and no reason not to
    /// close: the operations are in the log.
    /// </summary>
    public void Note(StoreTurn turn)
    {
        (string log, long length) = (state.LogName, state.End.Offset);
        if (options.Durability != Durability.Disk || length == 0 || (log, length) == _atOpening)
        {
            return;
        }

        try
        {
            manifests.Put(turn, manifest => With(manifest, log, length));
        }
        catch (StoreChangedException)
        {
            // Another agent has compacted meanwhile: its snapshot says up to where it covers the log.
        }
        catch (OpsLogException e)
        {
            warnings.Add(new StoreWarning(StoreWarningKind.LengthNotNoted, $"The length of the log could not be written to the manifest of the store '{location}': {e.Message} No data is lost: the operations are in the log.", location));
        }
    }

    /// <summary>Before the log is cut at an offset, removes a longer length from the manifest.</summary>
    public void Forget(StoreTurn turn, long beyond)
    {
        string log = state.LogName;
        if (state.Manifest.LogLengths.GetValueOrDefault(log) > beyond)
        {
            manifests.Put(turn, manifest => With(manifest, log, beyond));
        }
    }

    private static Manifest With(Manifest manifest, string log, long length) =>
        manifest with { LogLengths = new Dictionary<string, long>(manifest.LogLengths, StringComparer.Ordinal) { [log] = length } };
}
