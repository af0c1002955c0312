# Each host writes what it knows about itself to a store on a share, and lists the hosts that have not reported.
[CmdletBinding()]
param(
    # A folder on a share whose locks work between hosts: SMB, or NFS version 4.
    [Parameter(Mandatory)][string]$Store,

    [string]$HostName = [Environment]::MachineName,

    # A host that has not reported for this time is listed.
    [timespan]$Silent = '1.00:00:00'
)
$ErrorActionPreference = 'Stop'
Import-Module OpsLog

# An agent id belongs to one host. The second host with the same id gets the error AgentLocked.
$null = Open-OpsLogStore $Store -Agent "report-$($HostName.ToLowerInvariant())" -LockTimeout 60
try {
    # Only this host writes this record, so the order of the hosts does not matter.
    Set-OpsLogRecord $HostName ([ordered]@{
            reported   = [datetime]::UtcNow
            system     = [Environment]::OSVersion.VersionString
            processors = [Environment]::ProcessorCount
            shell      = "$($PSVersionTable.PSVersion)"
        })
    Update-OpsLogStore
    Get-OpsLogRecord reported -LT ([datetime]::UtcNow - $Silent) | Select-Object OpsLogId, reported
}
finally { Close-OpsLogStore }
