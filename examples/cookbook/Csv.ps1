# CSV in, a query, CSV out. Every text is the text that it was, dates included.
[CmdletBinding()]
param(
    [Parameter(Mandatory)][string]$Store,
    [Parameter(Mandatory)][string]$In,
    [Parameter(Mandatory)][string]$Out,

    # The column that contains the id.
    [Parameter(Mandatory)][string]$IdColumn,

    # The query: rows whose column has this value.
    [Parameter(Mandatory)][string]$Column,
    [Parameter(Mandatory)][string]$Value
)
$ErrorActionPreference = 'Stop'
Import-Module OpsLog

$null = Open-OpsLogStore $Store -LockTimeout 60
try {
    Import-Csv -LiteralPath $In | Set-OpsLogRecord -IdProperty $IdColumn -IfDifferent -Atomic
    # -DateKind String: a date stays the text that it was in the file. Otherwise Export-Csv writes it in its own form.
    Get-OpsLogRecord $Column -EQ $Value -DateKind String |
        Select-Object * -ExcludeProperty OpsLogId |
        Export-Csv -LiteralPath $Out
}
finally { Close-OpsLogStore }
