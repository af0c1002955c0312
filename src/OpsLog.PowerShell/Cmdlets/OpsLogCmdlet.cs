using System.Management.Automation;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>
/// The base of all cmdlets. An exception that ends a cmdlet is converted to its error record here, by the one table. An
/// exception that is not from this module, such as a stopped pipeline, passes through.
/// </summary>
public abstract class OpsLogCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private EngineDisplay? _display;
    private bool _hasInput;

    private protected CancellationToken Stopped => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        CleanUp();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Run(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        _hasInput = true;
        Run(Process);
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Run(_hasInput ? End : EndWithoutInput);
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The cmdlet has just ended.
        }
    }

    private protected virtual void Begin()
    {
    }

    /// <summary>Runs once for each input that was bound, or once if the cmdlet has no pipeline input.</summary>
    private protected virtual void Process()
    {
    }

    /// <summary>
    /// Completes the work of <see cref="Process"/>. It does not run if no input was bound, because PowerShell also ends
    /// a cmdlet behind an empty pipeline, which must do nothing.
    /// </summary>
    private protected virtual void End()
    {
    }

    /// <summary>Runs at the end behind an empty pipeline. Only a cmdlet whose input is the whole truth has to look at that.</summary>
    private protected virtual void EndWithoutInput()
    {
    }

    /// <summary>Runs at the end in every case, even if the pipeline was stopped.</summary>
    private protected virtual void CleanUp()
    {
    }

    /// <summary>The error that ends the cmdlet.</summary>
    private protected virtual ErrorRecord ErrorOf(Exception e) => ErrorTable.ToRecord(e);

    private void Run(Action step)
    {
        _display ??= new EngineDisplay(this);
        _display.Enter();
        try
        {
            step();
        }
        catch (Exception e) when (ErrorTable.Knows(e))
        {
            ThrowTerminatingError(ErrorOf(e));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            _display.Leave();
        }
    }
}
