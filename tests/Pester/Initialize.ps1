# What every test file needs. In its BeforeAll:  . $PSScriptRoot/Initialize.ps1

. "$PSScriptRoot/Shell.ps1"

$OpsLogRoot = (Resolve-Path "$PSScriptRoot/../..").Path
$OpsLogManifest = Join-Path $OpsLogRoot 'OpsLog.psd1'

# Once a process: a binary module cannot be loaded a second time from changed files anyway.
if (-not (Get-Module OpsLog | Where-Object ModuleBase -EQ $OpsLogRoot)) {
    Import-Module $OpsLogManifest -ErrorAction Stop
}

function New-TestStorePath {
    <# A path in TestDrive where no store is yet. #>
    param([string]$Name = 'store')
    Join-Path $TestDrive "$Name-$([guid]::NewGuid().ToString('N'))"
}

function Close-TestStore {
    <# Closes what a test left open, so that TestDrive can be removed. #>
    Get-OpsLogStore | Close-OpsLogStore
}
