# PowerShell and Node.js in turns: PowerShell queues orders, a Node.js program with @backloghq/opslog 0.8.1 confirms them,
# PowerShell reads what it wrote.
[CmdletBinding()]
param(
    [Parameter(Mandatory)][string]$Store,

    # The folder with node_modules/@backloghq/opslog. By default, that of this script.
    [string]$Packages = $PSScriptRoot
)
$ErrorActionPreference = 'Stop'
Import-Module OpsLog
$path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Store)

$null = Open-OpsLogStore -LiteralPath $path -LockTimeout 60
try {
    1..3 | ForEach-Object { @{ OpsLogId = "order-$_"; state = 'queued'; amount = 10 * $_ } } | Set-OpsLogRecord
}
finally { Close-OpsLogStore } # The package can't open the store before.

node (Join-Path $PSScriptRoot turns.mjs) $path $Packages
if ($LASTEXITCODE -ne 0) { throw "turns.mjs failed with exit code $LASTEXITCODE." }

$null = Open-OpsLogStore -LiteralPath $path -LockTimeout 60
try { Get-OpsLogRecord state -EQ confirmed }
finally { Close-OpsLogStore }
