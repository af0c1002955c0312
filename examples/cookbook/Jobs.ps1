# A ledger of jobs: each job is a script, is repeated until it succeeds, and is given up after some attempts.
# With -Add, the script adds a job. Without it, it runs the jobs that are due.
# Exit code: 0, or 1 if a job was given up in this run.
[CmdletBinding()]
param(
    [Parameter(Mandatory)][string]$Store,

    # The id of a job to add.
    [string]$Add,

    # The script of the job.
    [string]$Script,

    # How often a job is tried.
    [int]$Attempts = 3,

    # The pause after the first failure. It doubles with each failure.
    [timespan]$Pause = '00:01:00'
)
$ErrorActionPreference = 'Stop'
Import-Module OpsLog

# Only one process runs the jobs: another one waits here for the lock.
$null = Open-OpsLogStore $Store -LockTimeout 60
try {
    if ($Add) {
        Set-OpsLogRecord $Add @{ state = 'queued'; script = (Resolve-Path -LiteralPath $Script).ProviderPath; tries = 0; due = [datetime]::UtcNow } -NoClobber
        return
    }

    # No process runs these jobs any more, because this one has the lock.
    Get-OpsLogRecord state -EQ running | ForEach-Object { Set-OpsLogRecord $_.OpsLogId @{ state = 'queued' } -Merge }

    $given = 0
    foreach ($job in Get-OpsLogRecord { $_.state -eq 'queued' -and $_.due -le [datetime]::UtcNow }) {
        $id = $job.OpsLogId
        $tries = $job.tries + 1
        Set-OpsLogRecord $id @{ state = 'running'; tries = $tries } -Merge
        try {
            $null = & $job.script
            Set-OpsLogRecord $id @{ state = 'done'; error = $null } -Merge
        }
        catch {
            $again = $tries -lt $Attempts
            if (-not $again) { $given++ }
            $wait = $Pause * [math]::Pow(2, $tries - 1)
            Set-OpsLogRecord $id @{ state = $again ? 'queued' : 'failed'; error = "$_"; due = [datetime]::UtcNow + $wait } -Merge
        }
    }
    Measure-OpsLogRecord -GroupBy state
}
finally { Close-OpsLogStore }
if ($given) { exit 1 }
