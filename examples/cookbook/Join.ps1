# The rows of a CSV file, each with the records that belong to it, to another CSV file.
[CmdletBinding()]
param(
    [Parameter(Mandatory)][string]$Store,
    [Parameter(Mandatory)][string]$In,
    [Parameter(Mandatory)][string]$Out,

    # The column whose value a record has to have, and the property of the records that contains it.
    [Parameter(Mandatory)][string]$Column,
    [Parameter(Mandatory)][string]$Property
)
$ErrorActionPreference = 'Stop'
Import-Module OpsLog

$null = Open-OpsLogStore $Store -LockTimeout 60
try {
    # The store contains the name of the index, so only the first run creates it.
    if ((Get-OpsLogIndex).Property -notcontains $Property) { $null = New-OpsLogIndex $Property }
    Import-Csv -LiteralPath $In | ForEach-Object {
        $row = $_
        # A row without a record stays in the file.
        foreach ($id in (Get-OpsLogRecord $Property -EQ $row.$Column).OpsLogId ?? '') {
            $row | Select-Object *, @{ Name = 'OpsLogId'; Expression = { $id } }
        }
    } | Export-Csv -LiteralPath $Out
}
finally { Close-OpsLogStore }
