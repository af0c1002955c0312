#Requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests and packages OpsLog.
.DESCRIPTION
    Build    publishes the module's assemblies to bin, so that Import-Module ./OpsLog.psd1 works from here
    Test     builds, then runs the xunit tests and, in a new PowerShell, the Pester tests with the Pester that it restores
    Analyze  checks the scripts with PSScriptAnalyzer, if it is installed
    Help     compiles docs/cmdlets/*.md to en-US (needs Microsoft.PowerShell.PlatyPS 1.0)
    Bench    builds, then runs bench/OpsLog.Bench with the remaining arguments: see docs/performance.md
    Tour     builds, then runs examples/tour.ps1 in a new PowerShell with the remaining arguments
    Packages lists the packages that have a newer version or a known vulnerability
    Package  builds, then makes out/OpsLog/<version>, a package and a zip of it, and imports the module from there
    Clean    removes everything the other tasks made
.EXAMPLE
    ./build.ps1 -Task Test -Long -Windows
.EXAMPLE
    ./build.ps1 Bench --size 1000000 --rounds 9
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Analyze', 'Help', 'Bench', 'Tour', 'Packages', 'Package', 'Clean')]
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
. "$root/tests/Suites.ps1"
. "$root/packaging/Package.ps1"

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
    if ($Configuration -eq 'Release' -and -not (Test-Path "$root/bin/linux-x64/OpsLog.Core.dll")) {
        Write-Host 'The engine is not compiled for any system in advance, because the package Microsoft.NETCore.App.Crossgen2 could not be restored. The module works, and starts more slowly.'
    }
}

function Invoke-TestTask {
    Invoke-BuildTask
    $null = New-Item -ItemType Directory -Force -Path $results
    $versions = @(Get-PesterVersion)
    if (-not $Long) { $versions = $versions[0] }
    $suites = @(
        Invoke-XunitSuite
        if ($Long) { Invoke-Net8Suite } else { New-Suite 'xunit on .NET 8' -LeftOut 'it takes as long as the suite on .NET 10 (--long)' -Optional }
        Invoke-PesterSuite $versions
        if ($Windows) { Invoke-WindowsSuite }
        Invoke-AnalyzerSuite
    )
    if (-not (Complete-Test $suites)) { exit 1 }
}

function Repair-Help {
    <#
        PlatyPS puts all of an example into its introduction, fences and placeholders for empty lines included. It adds an
        online version without an address, and keeps links between pages, which lead nowhere from the installed help.
    #>
    param([xml]$Help)
    foreach ($paragraph in @($Help.GetElementsByTagName('maml:para') | Where-Object InnerText -EQ "`u{80}")) {
        $null = $paragraph.ParentNode.RemoveChild($paragraph)
    }
    foreach ($link in @($Help.GetElementsByTagName('maml:navigationLink') | Where-Object { -not $_['maml:uri'].InnerText })) {
        $null = $link.ParentNode.RemoveChild($link)
    }
    foreach ($address in @($Help.GetElementsByTagName('maml:uri') | Where-Object InnerText -NotMatch '^https?:')) {
        $null = $address.ParentNode.RemoveChild($address)
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
    # The released assemblies, whatever the configuration of other tasks.
    $script:Configuration = 'Release'
    Invoke-BuildTask
    $made = New-ModulePackage $root (Join-Path $root out)
    $declared = (Import-PowerShellDataFile "$root/OpsLog.psd1").CmdletsToExport
    $exported = @(Invoke-Shell @('-Command', "(Import-Module '$($made.Module -replace "'", "''")/OpsLog.psd1' -PassThru -ErrorAction Stop).ExportedCmdlets.Keys"))
    $missing = @($declared | Where-Object { $_ -notin $exported })
    if ($LASTEXITCODE -ne 0 -or $missing) { throw "The module imported from $($made.Module) lacks: $($missing -join ', ')." }
    Write-Host "Packaged $($exported.Count) cmdlets to $($made.Module), and to:"
    foreach ($file in $made.Package, $made.Zip) { Write-Host "$((Get-FileHash -LiteralPath $file).Hash) $file" }
}

function Invoke-PackagesTask {
    Invoke-DotNet @('restore', "$root/OpsLog.slnx", '--nologo', '-v', 'quiet')
    Invoke-DotNet @('list', "$root/OpsLog.slnx", 'package', '--outdated')
    Invoke-DotNet @('list', "$root/OpsLog.slnx", 'package', '--vulnerable', '--include-transitive')
}

function Invoke-CleanTask {
    $made = @("$root/bin", "$root/out", "$root/packaging/Precompile/obj") + @(
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
        Analyze { if (-not (Complete-Test (Invoke-AnalyzerSuite))) { exit 1 } }
        Help { Invoke-HelpTask }
        Bench { Invoke-BuildTask; Invoke-DotNet (@('run', '-c', $Configuration, '--project', "$root/bench/OpsLog.Bench", '--') + $Remaining) }
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
