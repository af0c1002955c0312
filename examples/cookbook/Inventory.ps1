# A nightly inventory of the files of a folder, and a report of what changed since the last run.
[CmdletBinding()]
param(
    # The folder of the store.
    [Parameter(Mandatory)][string]$Store,

    # The folder whose files are listed.
    [Parameter(Mandatory)][string]$Folder,

    # The CSV file for the changes.
    [Parameter(Mandatory)][string]$Report
)
$ErrorActionPreference = 'Stop'
Import-Module OpsLog

$root = (Resolve-Path -LiteralPath $Folder).ProviderPath
$files = @(Get-ChildItem -LiteralPath $root -Recurse -File | Select-Object Length, LastWriteTimeUtc, @{
        Name = 'Path'; Expression = { [IO.Path]::GetRelativePath($root, $_.FullName).Replace('\', '/') }
    })
$there = [Collections.Generic.HashSet[string]]::new([string[]]$files.Path, [StringComparer]::Ordinal)

$null = Open-OpsLogStore $Store -LockTimeout 60
try {
    $started = Get-Date
    # One step: a reader sees the old inventory or the new one, and one undo takes all of it back.
    Invoke-OpsLogBatch {
        $files | Set-OpsLogRecord -IdProperty Path -IfDifferent
        Get-OpsLogRecord | Where-Object { -not $there.Contains($_.OpsLogId) } | Remove-OpsLogRecord
    }

    $changes = @(Get-OpsLogOperation -Since $started | ForEach-Object {
            [pscustomobject]@{
                Change       = $_.Operation -eq 'Delete' ? 'removed' : $null -eq $_.Before ? 'added' : 'changed'
                Path         = $_.OpsLogId
                LengthBefore = $_.Before.Length
                Length       = $_.After.Length
            }
        })
    $changes | Sort-Object Change, Path | Export-Csv -LiteralPath $Report
    $changes | Group-Object Change -NoElement | Sort-Object Name | ForEach-Object { "$($_.Count) $($_.Name)" }
}
finally { Close-OpsLogStore }
