# Moves the records that were closed before this quarter to the segments of their quarters, for a scheduler.
# Exit code: 0 if it is done, 75 if another process has the store (the next run does it), 1 for any other error.
[CmdletBinding()]
param(
    [Parameter(Mandatory)][string]$Store,

    # The file that a line is appended to for each run.
    [Parameter(Mandatory)][string]$Log,

    # The property with the date.
    [string]$DateProperty = 'closed',

    # How many seconds to wait for another process.
    [int]$LockTimeout = 60
)
$ErrorActionPreference = 'Stop'

function Add-LogLine ([string]$Text) { Add-Content -LiteralPath $Log -Value "$([datetime]::UtcNow.ToString('o')) $Text" }

try {
    Import-Module OpsLog
    $now = [datetime]::UtcNow
    $start = $now.Date.AddDays(1 - $now.Day).AddMonths(-(($now.Month - 1) % 3))
    $null = Open-OpsLogStore $Store -MustExist -LockTimeout $LockTimeout
    try {
        $moved = 0
        Invoke-OpsLogArchive { $_.$DateProperty -is [datetime] -and $_.$DateProperty -lt $start } -Segment { $_.$DateProperty } | ForEach-Object {
            $moved += $_.Records
            Add-LogLine "segment $($_.Segment): $($_.Records) moved"
        }
        Add-LogLine "done: $moved moved, $((Get-OpsLogStore).Records) active"
    }
    finally { Close-OpsLogStore }
}
catch {
    Add-LogLine "$($_.FullyQualifiedErrorId -replace ',.*'): $_"
    exit ($_.FullyQualifiedErrorId -like 'StoreLocked,*' ? 75 : 1)
}
