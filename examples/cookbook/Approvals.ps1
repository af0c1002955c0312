# Requests that a second person approves, with a history that says who did what and when.
[CmdletBinding()]
param(
    [Parameter(Mandatory)][string]$Store,

    [Parameter(Mandatory)][ValidateSet('Request', 'Approve', 'Reject', 'List', 'History')][string]$Action,

    # The id of the request. List does not require it.
    [string]$Id,

    # What is requested, or the reason of a decision.
    [string]$Text,

    [string]$By = [Environment]::UserName
)
$ErrorActionPreference = 'Stop'
Import-Module OpsLog

$reads = $Action -in 'List', 'History'
$null = $reads ? (Open-OpsLogStore $Store -ReadOnly) : (Open-OpsLogStore $Store -LockTimeout 30)
try {
    switch ($Action) {
        # An error if the request exists, so that no request is replaced after its approval.
        Request { Set-OpsLogRecord $Id ([ordered]@{ state = 'open'; text = $Text; by = $By; decidedBy = $null }) -NoClobber }
        List { Get-OpsLogRecord state -EQ open }
        History { Get-OpsLogOperation $Id | Select-Object Time, { $_.After.state }, { $_.After.by }, { $_.After.decidedBy }, { $_.After.reason } }
        default {
            # No other process can decide between the read and the write, because this one has the lock.
            $request = Get-OpsLogRecord $Id
            if ($request.state -ne 'open') { throw "Request $Id is already $($request.state), by $($request.decidedBy)." }
            if ($request.by -eq $By) { throw "Request $Id was made by $By. Another person has to decide." }
            Set-OpsLogRecord $Id @{ state = $Action -eq 'Approve' ? 'approved' : 'rejected'; decidedBy = $By; reason = $Text } -Merge
        }
    }
}
finally { Close-OpsLogStore }
