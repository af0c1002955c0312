# Runs the Pester tests of this folder and writes the counts to a JSON file. build.ps1 starts it in a new process.
[CmdletBinding()]
param(
    # The Pester module to run them with.
    [Parameter(Mandatory)][string]$PesterPath,

    [Parameter(Mandatory)][string]$ResultPath,

    # A second file for the same, in lines, for a caller without PowerShell: see tests/windows/run.sh.
    [string]$LinesPath
)
# No strict mode and no error preference here: tests run in a scope below this one and must see a user's defaults.

Import-Module $PesterPath -ErrorAction Stop

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Run.Exit = $false
$configuration.Output.Verbosity = 'Normal'
$run = Invoke-Pester -Configuration $configuration

# A container that could not be read and a block whose setup or teardown broke have no failed test of their own.
$broken = $run.FailedContainersCount
if ($run.FailedCount -eq 0) { $broken += $run.FailedBlocksCount }

$result = [pscustomobject]@{
    Passed       = $run.PassedCount
    Failed       = $run.FailedCount + $broken
    Skipped      = $run.TotalCount - $run.PassedCount - $run.FailedCount
    SkippedTests = @($run.Skipped | ForEach-Object ExpandedPath)
}
$result | ConvertTo-Json | Set-Content -LiteralPath $ResultPath
if ($LinesPath) {
    $lines = @("$($result.Passed)`t$($result.Failed)`t$($result.Skipped)")
    $lines += $run.Skipped | ForEach-Object { "skip`t$($_.ErrorRecord.DisplayErrorMessage -join ' ' -replace '^is skipped, because |\s+', ' ')`t$($_.ExpandedPath)" }
    $lines += $run.Failed | ForEach-Object { "failed`t$($_.ExpandedPath)" }
    Set-Content -LiteralPath $LinesPath -Value $lines
}
