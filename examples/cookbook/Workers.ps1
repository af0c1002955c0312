# Several processes on one host write to one store at the same time, each as an agent of its own.
[CmdletBinding()]
param(
    [Parameter(Mandatory)][string]$Store,
    [int]$Workers = 3,
    [int]$Tasks = 12
)
$ErrorActionPreference = 'Stop'
Import-Module OpsLog
$path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Store)

# Each task belongs to one worker. Two workers that choose from one list can choose the same task, because each of them
# reads the writes of the other only after its own.
$jobs = foreach ($worker in 0..($Workers - 1)) {
    $own = 1..$Tasks | Where-Object { $_ % $Workers -eq $worker }
    Start-Job -Name "worker-$worker" -ArgumentList $path, "worker-$worker", $own {
        param($Path, $Agent, $Own)
        $ErrorActionPreference = 'Stop'
        Import-Module OpsLog
        $null = Open-OpsLogStore -LiteralPath $Path -Agent $Agent
        try {
            foreach ($task in $Own) { Set-OpsLogRecord "task-$task" @{ state = 'done'; result = $task * $task } }
        }
        finally { Close-OpsLogStore }
    }
}
$jobs | Receive-Job -Wait -AutoRemoveJob

$null = Open-OpsLogStore -LiteralPath $path -ReadOnly
try {
    "$((Get-OpsLogStore).Records) tasks"
    Get-OpsLogOperation | Group-Object Agent -NoElement | Sort-Object Name | ForEach-Object { "$($_.Name): $($_.Count)" }
}
finally { Close-OpsLogStore }
