#Requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests and packages OpsLog.
.DESCRIPTION
    Build    publishes the module's assemblies to bin, so that Import-Module ./OpsLog.psd1 works from here
    Test     builds, then runs the xunit tests and, in a new PowerShell, the Pester tests with the Pester that it restores
    Help     compiles docs/cmdlets/*.md to en-US (needs Microsoft.PowerShell.PlatyPS 1.0)
    Bench    runs bench/OpsLog.Bench with the remaining arguments
    Tour     builds, then runs examples/tour.ps1 in a new PowerShell with the remaining arguments
    Packages lists the packages that have a newer version or a known vulnerability
    Package  builds, then makes out/OpsLog/<version> and a zip of it, and imports the module from there
    Clean    removes everything the other tasks made
.EXAMPLE
    ./build.ps1 -Task Test -Long -Windows
.EXAMPLE
    ./build.ps1 Bench --records 1000000
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Help', 'Bench', 'Tour', 'Packages', 'Package', 'Clean')]
    [string]$Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string]$Configuration = 'Release',

    # Also runs the tests that take minutes.
    [switch]$Long,

    # Also runs the tests for Windows under Wine, on Linux: see docs/testing.md.
    [switch]$Windows,

    [Parameter(ValueFromRemainingArguments)]
    [string[]]$Remaining = @()
)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$root = $PSScriptRoot
$results = Join-Path $root 'out/test-results'
. "$root/tests/Pester/Shell.ps1"

function Invoke-DotNet {
    param([Parameter(Mandatory)][string[]]$ArgumentList)
    & dotnet @ArgumentList | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($ArgumentList[0]) failed with exit code $LASTEXITCODE." }
}

function Invoke-Script {
    <# A script of the repository, in a new PowerShell. #>
    param([Parameter(Mandatory)][string]$Path, [string[]]$ArgumentList = @())
    if (-not (Test-Path -LiteralPath (Join-Path $root $Path))) { throw "$Path does not exist." }
    Invoke-Shell (@('-File', (Join-Path $root $Path)) + $ArgumentList) | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "$Path failed with exit code $LASTEXITCODE." }
}

function Invoke-BuildTask {
    Invoke-DotNet @('publish', "$root/src/OpsLog.PowerShell", '-c', $Configuration, '-o', "$root/bin", '--nologo', '-v', 'quiet')
}

function New-Suite {
    param([string]$Name, [int]$Passed = 0, [int]$Failed = 0, [int]$Skipped = 0, [string]$With = '', [string]$LeftOut = '')
    [pscustomobject]@{ Name = $Name; Passed = $Passed; Failed = $Failed; Skipped = $Skipped; With = $With; LeftOut = $LeftOut; Reasons = @() }
}

function Invoke-XunitSuite {
    $trx = Join-Path $results 'xunit.trx'
    Remove-Item -LiteralPath $trx -ErrorAction Ignore
    & dotnet test "$root/tests/OpsLog.Core.Tests" -c $Configuration --nologo -v quiet --logger 'trx;LogFileName=xunit.trx' --logger 'console;verbosity=minimal' --results-directory $results | Out-Host
    $exitCode = $LASTEXITCODE
    $suite = New-Suite xunit
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
    # A person can omit a suite that can't run here. Continuous integration can't.
    $notRun = $Suite | Where-Object { $_.LeftOut ? [bool]$env:CI : $_.Passed + $_.Failed -eq 0 }
    $total[1] -eq 0 -and -not $notRun
}

function Invoke-TestTask {
    Invoke-BuildTask
    $null = New-Item -ItemType Directory -Force -Path $results
    $versions = @(Get-PesterVersion)
    if (-not $Long) { $versions = $versions[0] }
    if (-not (Complete-Test @(Invoke-XunitSuite; Invoke-PesterSuite $versions; if ($Windows) { Invoke-WindowsSuite }))) { exit 1 }
}

function Repair-Help {
    <# PlatyPS puts all of an example into its introduction, fences and placeholders for empty lines included, and adds an online version without an address. #>
    param([xml]$Help)
    foreach ($paragraph in @($Help.GetElementsByTagName('maml:para') | Where-Object InnerText -EQ "`u{80}")) {
        $null = $paragraph.ParentNode.RemoveChild($paragraph)
    }
    foreach ($link in @($Help.GetElementsByTagName('maml:navigationLink') | Where-Object { -not $_['maml:uri'].InnerText })) {
        $null = $link.ParentNode.RemoveChild($link)
    }
    foreach ($example in @($Help.GetElementsByTagName('command:example'))) {
        $code = $example['dev:code']
        foreach ($paragraph in @($example['maml:introduction'].ChildNodes)) {
            $fenced = $paragraph.InnerText -match '(?s)^```\w*\n(.*?)\n?```$'
            if ($fenced) { $paragraph.InnerText = $Matches[1] }
            if ($fenced -and -not $code.InnerText) {
                $code.InnerText = $paragraph.InnerText
                $null = $paragraph.ParentNode.RemoveChild($paragraph)
            }
            elseif ($code.InnerText) {
                $null = $example['dev:remarks'].AppendChild($paragraph)
            }
        }
    }
}

function Invoke-HelpTask {
    if (-not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable | Where-Object Version -GE ([version]'1.0'))) {
        throw 'Help is compiled by Microsoft.PowerShell.PlatyPS 1.0 or later, which is not installed (Install-PSResource Microsoft.PowerShell.PlatyPS).'
    }
    $sources = @(Get-ChildItem "$root/docs/cmdlets/*-*.md" -ErrorAction Ignore)
    if (-not $sources) { throw 'There are no help sources in docs/cmdlets.' }
    Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0
    $made = Join-Path $root 'out/help'
    Remove-Item -LiteralPath $made -Recurse -Force -ErrorAction Ignore
    $null = Import-MarkdownCommandHelp -Path $sources.FullName | Export-MamlCommandHelp -OutputFolder $made -Force
    $files = @(Get-ChildItem $made -Recurse -Filter *-Help.xml)
    if ($files.Count -ne 1 -or $files[0].Name -ne 'OpsLog.PowerShell.dll-Help.xml') {
        throw "Every page in docs/cmdlets must say 'external help file: OpsLog.PowerShell.dll-Help.xml'; they made: $($files.Name -join ', ')."
    }
    $null = New-Item -ItemType Directory -Force -Path "$root/en-US"
    $help = [xml]::new()
    $help.Load($files[0].FullName)
    Repair-Help $help
    # Line feeds on every system, so that a second compilation changes nothing.
    $settings = [Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [Text.UTF8Encoding]::new($false) }
    $writer = [Xml.XmlWriter]::Create("$root/en-US/$($files[0].Name)", $settings)
    try { $help.Save($writer) } finally { $writer.Dispose() }
    Write-Host "Compiled $($sources.Count) pages to en-US/$($files[0].Name)."
}

function Invoke-PackageTask {
    Invoke-BuildTask
    $manifest = Import-PowerShellDataFile "$root/OpsLog.psd1"
    $version = $manifest.ModuleVersion
    $target = Join-Path $root "out/OpsLog/$version"
    $zip = Join-Path $root "out/OpsLog-$version.zip"
    Remove-Item -LiteralPath (Join-Path $root 'out/OpsLog'), $zip -Recurse -Force -ErrorAction Ignore
    $null = New-Item -ItemType Directory -Force -Path "$target/bin"
    foreach ($file in 'OpsLog.psd1', 'OpsLog.Format.ps1xml', 'LICENSE', 'README.md', 'bin/OpsLog.Core.dll', 'bin/OpsLog.PowerShell.dll') {
        Copy-Item -LiteralPath "$root/$file" -Destination "$target/$file"
    }
    if (Test-Path "$root/en-US") { Copy-Item -LiteralPath "$root/en-US" -Destination $target -Recurse }
    [IO.Compression.ZipFile]::CreateFromDirectory((Join-Path $root 'out/OpsLog'), $zip, [IO.Compression.CompressionLevel]::Optimal, $true)

    $exported = @(Invoke-Shell @('-Command', "(Import-Module '$($target -replace "'", "''")/OpsLog.psd1' -PassThru -ErrorAction Stop).ExportedCmdlets.Keys"))
    $missing = @($manifest.CmdletsToExport | Where-Object { $_ -notin $exported })
    if ($LASTEXITCODE -ne 0 -or $missing) { throw "The module imported from $target lacks: $($missing -join ', ')." }
    Write-Host "Packaged $($exported.Count) cmdlets to $target and $zip."
}

function Invoke-PackagesTask {
    Invoke-DotNet @('restore', "$root/OpsLog.slnx", '--nologo', '-v', 'quiet')
    Invoke-DotNet @('list', "$root/OpsLog.slnx", 'package', '--outdated')
    Invoke-DotNet @('list', "$root/OpsLog.slnx", 'package', '--vulnerable', '--include-transitive')
}

function Invoke-CleanTask {
    $made = @("$root/bin", "$root/out") + @(
        Get-ChildItem "$root/src/*/*", "$root/tests/*/*", "$root/bench/*/*", "$root/examples/*/*" -Directory -ErrorAction Ignore |
            Where-Object Name -In 'bin', 'obj' | ForEach-Object FullName)
    Remove-Item -LiteralPath @($made | Where-Object { Test-Path -LiteralPath $_ }) -Recurse -Force
}

$environment = @{
    DOTNET_NOLOGO               = '1'
    DOTNET_CLI_TELEMETRY_OPTOUT = '1'
    MSBUILDDISABLENODEREUSE     = '1' # No build server may outlive the build.
    POWERSHELL_TELEMETRY_OPTOUT = '1'
    NO_COLOR                    = [Console]::IsOutputRedirected ? '1' : $env:NO_COLOR
    OPSLOG_LONG                 = $Long ? '1' : $env:OPSLOG_LONG
}
$before = @{}
foreach ($name in $environment.Keys) {
    $before[$name] = [Environment]::GetEnvironmentVariable($name)
    [Environment]::SetEnvironmentVariable($name, $environment[$name])
}
try {
    if (-not (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
        throw 'The .NET SDK 10 is needed and there is no dotnet on PATH: https://dotnet.microsoft.com/download'
    }
    switch ($Task) {
        Build { Invoke-BuildTask }
        Test { Invoke-TestTask }
        Help { Invoke-HelpTask }
        Bench { Invoke-DotNet (@('run', '-c', $Configuration, '--project', "$root/bench/OpsLog.Bench", '--') + $Remaining) }
        Tour { Invoke-BuildTask; Invoke-Script examples/tour.ps1 $Remaining }
        Packages { Invoke-PackagesTask }
        Package { Invoke-PackageTask }
        Clean { Invoke-CleanTask }
    }
}
catch {
    [Console]::Error.WriteLine("build.ps1: $($_.Exception.Message)")
    exit 1
}
finally {
    foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
}
