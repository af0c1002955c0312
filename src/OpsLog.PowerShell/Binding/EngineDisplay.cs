using System.Management.Automation;
using OpsLog.Core.Store;

namespace OpsLog.PowerShell.Binding;

/// <summary>
/// Shows the progress of the engine's long work on behalf of a cmdlet: an opening, a refresh, or the checkpoint that a
/// write takes. The engine works on the cmdlet's thread, so the thread determines which cmdlet shows it.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class EngineDisplay(PSCmdlet cmdlet)
{
    [ThreadStatic]
    private static EngineDisplay? t_current;

    private EngineDisplay? _outer;
    private ProgressReport? _report;
    private (string Store, StoreWork Work) _shown;
    private bool _isRefused;

    /// <summary>The display of the cmdlet that runs on this thread.</summary>
    public static EngineDisplay? Current => t_current;

    /// <summary>Makes this the display of the thread.</summary>
    public void Enter() => (_outer, t_current) = (t_current, this);

    /// <summary>Removes the progress display, if there is one. The cmdlet that called this one, if any, shows progress again.</summary>
    public void Leave()
    {
        t_current = _outer;
        End();
    }

    /// <summary>Shows the progress of work that takes more than a second.</summary>
    public void Show(string store, StoreProgress value)
    {
        if (_isRefused)
        {
            return;
        }

        if (_report is null || _shown != (store, value.Work))
        {
            End();
            _shown = (store, value.Work);
            _report = new ProgressReport(Write, $"{NameOf(value.Work)} of '{store}'");
        }

        if (value.Work is StoreWork.ReadSnapshot or StoreWork.ReadLog)
        {
            _report.Reach(value.Done, value.Total, value.File);
        }
        else
        {
            _report.ReachRecord(value.Done, value.Total);
        }
    }

    private void End()
    {
        _report?.Complete();
        _report = null;
    }

    private void Write(ProgressRecord record)
    {
        // A refused display would end the pipeline behind work that is complete, such as an opening, and lose its result.
        _isRefused |= IsStop(cmdlet.SessionState.PSVariable.GetValue("ProgressPreference")) || IsStop(cmdlet.MyInvocation.BoundParameters.GetValueOrDefault("ProgressAction"));
        if (_isRefused)
        {
            return;
        }

        try
        {
            cmdlet.WriteProgress(record);
        }
        catch (PipelineStoppedException)
        {
            // The engine's work ends by its own rules.
            _isRefused = true;
        }
    }

    private static bool IsStop(object? preference) =>
        LanguagePrimitives.TryConvertTo(preference, out ActionPreference action) && action == ActionPreference.Stop;

    private static string NameOf(StoreWork work) => work switch
    {
        StoreWork.ReadSnapshot => "Reading the snapshot",
        StoreWork.ReadLog => "Reading a log",
        StoreWork.MigrateRecords => "Migrating the records",
        _ => "Writing a snapshot",
    };
}
