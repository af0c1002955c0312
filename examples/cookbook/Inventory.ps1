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

$null = Open-OpsLogStore $Store -LockTimeout 60
try {
    # One step: a reader sees the old inventory or the new one, and one undo takes all of it back. If no file was found, it
    # is refused, and the store stays as it is.
    $changes = @($files | Sync-OpsLogRecord -IdProperty Path | ForEach-Object {
            [pscustomobject]@{
                Change       = "$($_.Change)".ToLowerInvariant()
                Path         = $_.OpsLogId
                LengthBefore = $_.Before.Length
                Length       = $_.After.Length
            }
        })
    $changes | Sort-Object Change, Path | Export-Csv -LiteralPath $Report
    $changes | Group-Object Change -NoElement | Sort-Object Name | ForEach-Object { "$($_.Count) $($_.Name)" }
}
finally { Close-OpsLogStore }
