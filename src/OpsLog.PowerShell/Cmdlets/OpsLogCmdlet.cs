using System.Management.Automation;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>
/// What all cmdlets share: what stops one of them becomes its error record here, by the one table; anything that isn't
/// this module's own, a stopped pipeline above all, passes through.
/// </summary>
public abstract class OpsLogCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
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
    protected sealed override void BeginProcessing()
    {
        try
        {
            Begin();
        }
        catch (Exception e) when (ErrorTable.Knows(e))
        {
            ThrowTerminatingError(ErrorOf(e));
        }
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        _hasInput = true;
        try
        {
            Process();
        }
        catch (Exception e) when (ErrorTable.Knows(e))
        {
            ThrowTerminatingError(ErrorOf(e));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        if (!_hasInput)
        {
            return;
        }

        try
        {
            End();
        }
        catch (Exception e) when (ErrorTable.Knows(e))
        {
            ThrowTerminatingError(ErrorOf(e));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
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
            // It ended just now.
        }
    }

    private protected virtual void Begin()
    {
    }

    /// <summary>Runs once for each input that was bound, and once where the cmdlet is not behind a pipeline.</summary>
    private protected virtual void Process()
    {
    }

    /// <summary>
    /// Completes what <see cref="Process"/> began. It does not run where no input was bound: PowerShell ends a cmdlet
    /// behind an empty pipeline too, and nothing was asked of it.
    /// </summary>
    private protected virtual void End()
    {
    }

    /// <summary>Runs at the end however it came, also where the pipeline was stopped.</summary>
    private protected virtual void CleanUp()
    {
    }

    /// <summary>The error that ends the cmdlet.</summary>
    private protected virtual ErrorRecord ErrorOf(Exception e) => ErrorTable.ToRecord(e);
}
