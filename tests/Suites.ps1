# The test suites of build.ps1, which sets $root, $results and $Configuration. Each function returns the counts of its suite.

function New-Suite {
    param([string]$Name, [int]$Passed = 0, [int]$Failed = 0, [int]$Skipped = 0, [string]$With = '', [string]$LeftOut = '', [switch]$Optional)
    [pscustomobject]@{ Name = $Name; Passed = $Passed; Failed = $Failed; Skipped = $Skipped; With = $With; LeftOut = $LeftOut; Optional = $Optional; Reasons = @() }
}

function Invoke-XunitSuite {
    param([string]$Name = 'xunit', [string]$Project = 'OpsLog.Core.Tests')
    $trx = Join-Path $results "$Project.trx"
    Remove-Item -LiteralPath $trx -ErrorAction Ignore
    & dotnet test "$root/tests/$Project" -c $Configuration --nologo -v quiet --logger "trx;LogFileName=$Project.trx" --logger 'console;verbosity=minimal' --results-directory $results | Out-Host
    $exitCode = $LASTEXITCODE
    $suite = New-Suite $Name
    if (Test-Path -LiteralPath $trx) {
        $document = [xml]::new()
        $document.Load($trx)
        $counters = $document.TestRun.ResultSummary.Counters
        $suite.Passed = [int]$counters.passed
        $suite.Failed = [int]$counters.executed - $suite.Passed
        $suite.Skipped = [int]$counters.total - [int]$counters.executed
        $suite.Reasons = @($document.SelectNodes("//*[local-name()='UnitTestResult'][@outcome='NotExecuted']//*[local-name()='Message']") | ForEach-Object InnerText | Group-Object)
    }
    if ($exitCode -ne 0 -and $suite.Failed -eq 0) {
        $suite.Failed = 1
        $suite.With = "the run itself failed with exit code $exitCode"
    }
    $suite
}

function Invoke-Net8Suite {
    <# The engine's tests on the runtime of PowerShell 7.4, which the build restores as a package. #>
    $name = 'xunit on .NET 8'
    $said = & dotnet restore "$root/tests/OpsLog.Core.Tests.Net8" --nologo -v quiet 2>&1
    if ($LASTEXITCODE -ne 0) { return New-Suite $name -LeftOut "the runtime could not be restored: $said" }
    Invoke-XunitSuite $name OpsLog.Core.Tests.Net8
}

function Get-PesterVersion {
    <# The versions of Pester that the tests run under, the usual one first. #>
    $project = [xml](Get-Content -Raw -LiteralPath "$root/tests/Pester/Pester.csproj")
    $project.SelectSingleNode('//PackageDownload').Version -split ';' | ForEach-Object { $_.Trim('[', ']') }
}

function Invoke-PesterSuite {
    <# The Pester tests, once for each version of Pester. #>
    param([Parameter(Mandatory)][string[]]$Version)
    $said = & dotnet restore "$root/tests/Pester" --nologo -v quiet 2>&1
    foreach ($one in $Version) {
        $name = "Pester $one"
        $module = "$root/out/modules/pester/$one/tools/Pester.psd1"
        if (-not (Test-Path -LiteralPath $module)) {
            New-Suite $name -LeftOut "the package could not be restored: $said"
            continue
        }
        $json = Join-Path $results "pester-$one.json"
        Remove-Item -LiteralPath $json -ErrorAction Ignore
        Invoke-Shell @('-File', "$root/tests/Pester/Invoke-Suite.ps1", '-PesterPath', $module, '-ResultPath', $json) | Out-Host
        $exitCode = $LASTEXITCODE
        if ($exitCode -ne 0 -or -not (Test-Path -LiteralPath $json)) {
            New-Suite $name -Failed 1 -With "the run itself failed with exit code $exitCode"
            continue
        }
        $run = Get-Content -Raw -LiteralPath $json | ConvertFrom-Json
        $suite = New-Suite $name $run.Passed $run.Failed $run.Skipped -With "pwsh $($PSVersionTable.PSVersion)"
        $suite.Reasons = @($run.SkippedTests | Group-Object)
        $suite
    }
}

function Invoke-WindowsSuite {
    <# The built tests and the module for Windows, under Wine. #>
    $name = 'Windows API semantics under Wine'
    if (-not $IsLinux) { return New-Suite $name -LeftOut ($IsWindows ? 'this is Windows: the suites above ran on it' : 'it needs Linux on x64') }
    $file = Join-Path $results 'windows.tsv'
    & "$root/tests/windows/run.sh" $file | Out-Host
    if ($LASTEXITCODE -ne 0) { return New-Suite $name -Failed 1 -With "the run itself failed with exit code $LASTEXITCODE" }
    $lines = @(Get-Content -LiteralPath $file | ForEach-Object { , ($_ -split "`t") })
    $lines | Where-Object { $_[0] -eq 'notrun' } | ForEach-Object { New-Suite $_[1] -LeftOut $_[2] }
    foreach ($line in $lines | Where-Object { $_[0] -eq 'suite' }) {
        $suite = New-Suite $line[1] $line[2] $line[3] $line[4] -With $line[5]
        $suite.Reasons = @($lines | Where-Object { $_[0] -eq 'skip' -and $_[1] -eq $suite.Name } | ForEach-Object { $_[2] } | Group-Object)
        $suite
    }
}

function Complete-Test {
    <# Writes the closing lines: what ran, with counts, and what did not. Returns whether the run passes. #>
    param([object[]]$Suite)
    foreach ($one in $Suite) {
        if ($one.LeftOut) {
            Write-Host "suite $($one.Name): NOT RUN - $($one.LeftOut)"
            continue
        }
        if ($one.Passed + $one.Failed -eq 0) { $one.With = 'no test was run, which is a failure' }
        $with = $one.With ? " ($($one.With))" : ''
        Write-Host "suite $($one.Name): $($one.Passed) passed, $($one.Failed) failed, $($one.Skipped) skipped$with"
        foreach ($reason in $one.Reasons) { Write-Host "  $($reason.Count) skipped: $($reason.Name)" }
    }
    $total = $Suite | Measure-Object Passed, Failed, Skipped -Sum | ForEach-Object { [int]$_.Sum }
    Write-Host ('{0} passed, {1} failed, {2} skipped' -f $total)
    # A person can omit a suite that can't run here. Continuous integration can only omit an optional one.
    $notRun = $Suite | Where-Object { $_.LeftOut ? ($env:CI -and -not $_.Optional) : $_.Passed + $_.Failed -eq 0 }
    $total[1] -eq 0 -and -not $notRun
}

function Invoke-AnalyzerSuite {
    <# PSScriptAnalyzer's rules over every script; a script passes if nothing is found in it. #>
    $name = 'PSScriptAnalyzer'
    $module = Get-Module PSScriptAnalyzer -ListAvailable | Sort-Object Version | Select-Object -Last 1
    if (-not $module) {
        return New-Suite $name -LeftOut 'the module is not installed (Install-PSResource PSScriptAnalyzer)' -Optional
    }
    Import-Module $module.Path
    $scripts = & git -C $root ls-files '*.ps1' '*.psd1' '*.psm1' | ForEach-Object { Join-Path $root $_ } | Where-Object { Test-Path -LiteralPath $_ }
    $findings = @($scripts | ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Settings "$root/PSScriptAnalyzerSettings.psd1" })
    foreach ($finding in $findings) { Write-Host "$($finding.ScriptPath):$($finding.Line): $($finding.RuleName): $($finding.Message)" }
    $failed = @($findings | Group-Object ScriptPath).Count
    New-Suite $name (@($scripts).Count - $failed) $failed -With "version $($module.Version), scripts"
}
