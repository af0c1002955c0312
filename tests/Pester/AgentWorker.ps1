# What each process of AgentProcesses.Tests.ps1 does: random work as one agent until the time is up. A value goes into the
# acknowledgements only after the call that wrote it has returned.
param([string]$Manifest, [string]$Path, [string]$Agent, [int]$Seconds, [string]$Acknowledged, [int]$Seed)

$ErrorActionPreference = 'Stop'
Import-Module $Manifest
$random = [Random]::new($Seed)
$store = Open-OpsLogStore $Path -Agent $Agent -LockTimeout 20
$until = [DateTime]::UtcNow.AddSeconds($Seconds)
$number = 0
while ([DateTime]::UtcNow -lt $until) {
    $id = "id-$($random.Next(40))"
    $value = "$Agent-$Seed-$(++$number)"
    try {
        switch ($random.Next(100)) {
            { $_ -lt 70 } {
                Set-OpsLogRecord -Store $store -Id $id -Value @{ value = $value }
                [IO.File]::AppendAllText($Acknowledged, "$value`n")
                break
            }
            { $_ -lt 80 } { $null = Update-OpsLogStore -Store $store; break }
            { $_ -lt 86 } { $null = Undo-OpsLogOperation -Store $store -WarningAction Ignore; break }
            { $_ -lt 90 } { Invoke-OpsLogCompaction -Store $store; break }
            { $_ -lt 93 } { $null = Invoke-OpsLogArchive -Store $store -Id $id -Segment 'old'; break }
            default { if (Test-OpsLogRecord -Store $store -Id $id) { Remove-OpsLogRecord -Store $store -Id $id } }
        }
    }
    catch {
        # Refused while another agent compacts, or an undo past what a compaction forgot: as may be.
        if ($_.FullyQualifiedErrorId -notmatch '^(StoreLocked|Undo|RecordNotFound)') { throw }
    }
}
Close-OpsLogStore -Store $store
