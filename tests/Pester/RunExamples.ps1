# Runs the examples of the documentation, each in its own folder and runspace, and writes the results to a JSON file.
# The test starts it in a new process, which finds the module by its name.
[CmdletBinding()]
param(
    [Parameter(Mandatory)][string]$ResultPath,

    # An empty folder.
    [Parameter(Mandatory)][string]$Folder
)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Examples.ps1"
$patience = [timespan]::FromMinutes(3)

function Initialize-Module {
    <# Examples name the module, so a copy in a folder of that name is put on the path. #>
    $modules = Join-Path $Folder modules
    $null = New-Item -ItemType Directory "$modules/OpsLog"
    foreach ($name in 'OpsLog.psd1', 'OpsLog.Format.ps1xml', 'bin', 'en-US') {
        Copy-Item "$PSScriptRoot/../../$name" "$modules/OpsLog" -Recurse
    }
    $env:PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath
    Import-Module OpsLog
}

function New-World {
    <# What the examples take to be there. #>
    $world = New-Item -ItemType Directory (Join-Path $Folder world)
    Push-Location $world
    try {
        $null = Open-OpsLogStore ./inventory -Durability OperatingSystem
        Set-OpsLogRecord old @{ status = 'retired' }
        $null = Invoke-OpsLogArchive -Id old -Segment 2025-Q4
        Set-OpsLogRecord old @{ status = 'retired' }
        $null = Invoke-OpsLogArchive -Id old -Segment 2026-Q1
        Set-OpsLogRecord web01 @{ role = 'web'; cpus = 4; status = 'active'; Length = 2MB; seen = Get-Date }
        Set-OpsLogRecord db01 @{ role = 'db'; cpus = 8; status = 'retired'; seen = (Get-Date).AddDays(-9) }
        Set-OpsLogRecord 'https://example.org/?page=1' @{ role = 'page' }
        'test-1', 'job-17', 'job-18' | ForEach-Object { @{ OpsLogId = $_; state = 'queued' } } | Set-OpsLogRecord
        Close-OpsLogStore

        $null = Open-OpsLogStore ./jobs -Durability OperatingSystem
        'job-17', 'job-18' | ForEach-Object { @{ OpsLogId = $_; state = 'queued' } } | Set-OpsLogRecord
        Close-OpsLogStore
        $null = Backup-OpsLogStore -Path ./jobs -Destination ./copies/2026-11-22
        "id,state`njob-1,queued" | Set-Content ./jobs.csv
        "name,site`nsrv-1,north" | Set-Content ./servers.csv
        Copy-Item ./inventory ./srv/inventory -Recurse
        Copy-Item "$PSScriptRoot/../../examples/cookbook" ./examples/cookbook -Recurse
        Copy-Item ./jobs ./share/jobs -Recurse
    }
    finally { Pop-Location }
    $world
}

function Get-Adapted ([string]$Code) {
    <# The example as it can be run anywhere: a share and the root of the disk are folders here, and no one waits a minute. #>
    $Code -replace '//server/share', './share' -replace ' /srv', ' ./srv' -replace 'Import-Module \./OpsLog\.psd1', 'Import-Module OpsLog' `
        -replace '-Timeout 60\b', '-Timeout 0.2' -replace 'Start-Sleep -Seconds 60', 'Start-Sleep -Milliseconds 50'
}

function Get-Preparation ([string]$Code) {
    <# The code before an example that continues another one. #>
    if ($Code -match 'Backup-OpsLogStore') { 'Remove-Item ./copies -Recurse' }
    if ($Code -match '\./jobs-damaged' -and $Code -notmatch 'Move-Item') { 'Copy-Item ./jobs ./jobs-damaged -Recurse' }
    if ($Code -match '\$record\b') { '$record = @{ seen = Get-Date }' }
    if ($Code -match 'Open-OpsLogStore|Test-OpsLogStore|examples/cookbook') { return }
    $Code -match 'Watch-OpsLogStore|Update-OpsLogStore' ? '$null = Open-OpsLogStore ./jobs -ReadOnly' : '$null = Open-OpsLogStore ./inventory'
}

function Wait-Example ($Run, $Output, [string]$Code) {
    <# Waits for the end, or, where the example waits for what others do, does that until it has answered. #>
    $clock = [Diagnostics.Stopwatch]::StartNew()
    if ($Code -notmatch 'Watch-OpsLogStore|while \(\$true\)' -or $Code -match '-Timeout 0\.2') {
        return $Run.AsyncWaitHandle.WaitOne($patience)
    }
    $state = $Code -match "'done'" ? 'done' : 'queued'
    $other = Open-OpsLogStore ./jobs -Agent other -Durability OperatingSystem -LockTimeout 60
    try {
        while ($clock.Elapsed -lt $patience) {
            Update-OpsLogStore $other
            # The session that the example opened is not a result. Enumerating it would wait for the end.
            $last = $Output.Count -gt 0 ? $Output[$Output.Count - 1] : $null
            if ($Run.IsCompleted -or ($null -ne $last -and $last.psobject.TypeNames[0] -notlike '*OpsLogSession') -or (Get-OpsLogRecord -Id job-17 -Store $other).by) { return $true }
            Set-OpsLogRecord -Id job-17 -Value @{ state = $state } -Store $other
            Start-Sleep -Milliseconds 50
        }
        return $false
    }
    finally { Close-OpsLogStore $other }
}

function Invoke-Example ($Example, [IO.DirectoryInfo]$World) {
    $place = Join-Path $Folder ([guid]::NewGuid().ToString('N'))
    Copy-Item $World $place -Recurse
    $code = Get-Adapted $Example.Code
    $runspace = [runspacefactory]::CreateRunspace()
    $shell = [powershell]::Create($runspace)
    Push-Location $place
    try {
        $runspace.Open()
        foreach ($line in @("Set-Location -LiteralPath '$place'"; Get-Preparation $code)) {
            $null = $shell.AddScript($line).Invoke()
            $shell.Commands.Clear()
        }
        $shell.Streams.ClearStreams()
        $nothing = [Management.Automation.PSDataCollection[psobject]]::new()
        $nothing.Complete()
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $run = $shell.AddScript($code).BeginInvoke($nothing, $output)
        $ended = Wait-Example $run $output $code
        $stopped = -not $run.IsCompleted
        if ($stopped) { $shell.Stop() }
        $errors = @($shell.Streams.Error | ForEach-Object ToString)
        $reason = $shell.InvocationStateInfo.Reason
        if (-not $stopped -and $reason) { $errors += "$reason" }
        if (-not $ended) { $errors += "It did not end within $patience." }
        [pscustomobject]@{ Name = $Example.Name; Errors = $errors }
    }
    catch { [pscustomobject]@{ Name = $Example.Name; Errors = @("It could not be run: $_") } }
    finally {
        Pop-Location
        $shell.Dispose()
        $runspace.Dispose()
    }
}

Initialize-Module
$world = New-World
$results = foreach ($example in Get-DocumentedExample | Where-Object { -not $_.NotRun }) { Invoke-Example $example $world }
ConvertTo-Json @($results) | Set-Content -LiteralPath $ResultPath
