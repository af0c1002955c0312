# The writer of Backup-OpsLogStore.Tests.ps1: batches that increase a total together with one of its parts, checkpoints,
# archives that are undone, until the time is up. A total is reported after the batch that wrote it has returned.
param([string]$Manifest, [string]$Path, [string]$Reported, [int]$Seconds)

$ErrorActionPreference = 'Stop'
Import-Module $Manifest
$null = Open-OpsLogStore $Path -Durability OperatingSystem
Set-OpsLogRecord -Id total -Value @{ n = 0 }
$parts = @(0) * 10
$until = [DateTime]::UtcNow.AddSeconds($Seconds)
for ($number = 1; [DateTime]::UtcNow -lt $until; $number++) {
    $part = $number % 10
    $parts[$part]++
    Invoke-OpsLogBatch {
        Set-OpsLogRecord -Id total -Value @{ n = $number }
        Set-OpsLogRecord -Id "part-$part" -Value @{ n = $parts[$part] }
    }
    [IO.File]::AppendAllText($Reported, "$number;`n")
    if ($number % 50 -eq 0) { Invoke-OpsLogCompaction }
    if ($number % 7 -eq 0) {
        Set-OpsLogRecord -Id passing -Value @{ n = 0 }
        $null = Undo-OpsLogOperation
    }
}
Close-OpsLogStore
