# A queue of jobs, and several workers of which each takes the oldest job that is free.
[CmdletBinding()]
param(
    [Parameter(Mandatory)][string]$Store,
    [int]$Workers = 3,
    [int]$Jobs = 12
)
$ErrorActionPreference = 'Stop'
Import-Module OpsLog
$path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Store)

$null = Open-OpsLogStore -LiteralPath $path -Agent queue
1..$Jobs | ForEach-Object { [pscustomobject]@{ OpsLogId = 'job-{0:d4}' -f $_; state = 'queued' } } | Set-OpsLogRecord -Atomic
Close-OpsLogStore

$running = foreach ($worker in 1..$Workers) {
    Start-Job -Name "worker-$worker" -ArgumentList $path, "worker-$worker" {
        param($Path, $Worker)
        $ErrorActionPreference = 'Stop'
        Import-Module OpsLog
        $null = Open-OpsLogStore -LiteralPath $Path -Agent $Worker
        try {
            do {
                # Exclusive: no other worker looks for a job until this one is claimed.
                $job = Invoke-OpsLogBatch -Exclusive {
                    $now = [datetime]::UtcNow
                    $free = Get-OpsLogRecord { $_.state -eq 'queued' -or ($_.state -eq 'running' -and $_.until -lt $now) } -First 1
                    if ($free) { Set-OpsLogRecord $free.OpsLogId @{ state = 'running'; by = $Worker; until = $now.AddMinutes(10) } -Merge }
                    $free
                }
                if ($job) {
                    # The work is done here, outside of the batch, in less time than the lease.
                    Set-OpsLogRecord $job.OpsLogId @{ state = 'done'; by = $Worker }
                }
            } while ($job)
        }
        finally { Close-OpsLogStore }
    }
}
$running | Receive-Job -Wait -AutoRemoveJob

$null = Open-OpsLogStore -LiteralPath $path -ReadOnly
try {
    "$((Measure-OpsLogRecord state -EQ done).Count) jobs done"
    "$(@(Get-OpsLogOperation | Where-Object { $_.After.state -eq 'running' }).Count) claims"
}
finally { Close-OpsLogStore }
