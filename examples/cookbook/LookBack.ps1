# What the records of a store were at a moment, what differs now, and, if asked for, how to get some of them back.
[CmdletBinding()]
param(
    # The folder of the store.
    [Parameter(Mandatory)][string]$Store,

    # The moment, such as '2026-11-20 17:00'.
    [Parameter(Mandatory)][datetime]$Moment,

    # The CSV file for the records of that moment.
    [Parameter(Mandatory)][string]$Report,

    # The ids of the records that are made what they were; wildcards are permitted.
    [string[]]$Restore
)
$ErrorActionPreference = 'Stop'
Import-Module OpsLog

# Only a restore needs the store for writing.
$null = Open-OpsLogStore $Store -MustExist -ReadOnly:(-not $Restore)
try {
    Get-OpsLogRecord -AsOf $Moment | Export-Csv -LiteralPath $Report
    Compare-OpsLogStore -Since $Moment | ForEach-Object { "$($_.Change) $($_.OpsLogId): $($_.Changes -join ', ')" }
    if ($Restore) { Restore-OpsLogRecord $Restore -AsOf $Moment -Comment "as of $($Moment.ToString('s'))" }
}
finally { Close-OpsLogStore }
