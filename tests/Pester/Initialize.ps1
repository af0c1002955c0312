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

function Rename-TestSegment {
    <# Gives a segment of a closed store a name that another program can give, and this module does not. #>
    param([Parameter(Mandatory)][string]$Path, [Parameter(Mandatory)][string]$Name, [Parameter(Mandatory)][string]$NewName)
    $segment = Get-Item -LiteralPath "$Path/archive/archive-$Name.json"
    foreach ($file in $segment.FullName, "$Path/manifest.json") {
        # Without the checksum and the format it is the text of a program that writes neither.
        [IO.File]::WriteAllText($file, ([IO.File]::ReadAllText($file).Replace($Name, $NewName) -replace ',"crc":"\w{8}"}\s*$', '}' -replace '^{"format":1,', '{'))
    }
    [IO.File]::Move($segment.FullName, "$Path/archive/archive-$NewName.json")
}

function Close-TestStore {
    <# Closes what a test left open, so that TestDrive can be removed. #>
    Get-OpsLogStore | Close-OpsLogStore
}

function Get-FileByte {
    <# The bytes of a file that a store may have open for writing, which Windows permits only to a reader that shares it for that. #>
    param([Parameter(Mandatory)][string]$Path)
    $file = [IO.FileStream]::new($Path, 'Open', 'Read', 'ReadWrite, Delete')
    try {
        $bytes = [byte[]]::new($file.Length)
        $file.ReadExactly($bytes, 0, $bytes.Length)
    }
    finally { $file.Dispose() }
    , $bytes
}

function Get-StoreContent {
    <# Every file of a store with its bytes as one text, to compare before and after. Locks come and go and are left out. #>
    param([Parameter(Mandatory)][string]$Path)
    Get-ChildItem -LiteralPath $Path -Recurse -File -Force | Where-Object FullName -NotMatch '[\\/]locks[\\/]|\.lock$' | Sort-Object FullName | ForEach-Object {
        "$($_.FullName) $([Convert]::ToBase64String((Get-FileByte $_.FullName)))"
    } | Out-String
}

function Get-ErrorId {
    <# The first error of a script block as its id without the command, terminating or not; nothing where there is none. #>
    param([Parameter(Mandatory)][scriptblock]$ScriptBlock)
    $ErrorActionPreference = 'Stop'
    try { $null = & $ScriptBlock } catch { return $_.FullyQualifiedErrorId -replace ',.*' }
}

function InCulture {
    <# Runs a script block in another culture. #>
    param([Parameter(Mandatory)][string]$Culture, [Parameter(Mandatory)][scriptblock]$Script)
    $before = [cultureinfo]::CurrentCulture
    try {
        [cultureinfo]::CurrentCulture = $Culture
        & $Script
    }
    finally { [cultureinfo]::CurrentCulture = $before }
}

function Get-WhatIf {
    <# The messages for the host: the lines of a transcript that say what would happen. #>
    param([scriptblock]$ScriptBlock)
    $transcript = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).txt"
    $WhatIfPreference = $false
    $null = Start-Transcript -LiteralPath $transcript
    try { $script:returned = & { $WhatIfPreference = $true; & $ScriptBlock } } finally { $null = Stop-Transcript }
    # A transcript may wrap nothing, but a host that is narrow does.
    (Get-Content -LiteralPath $transcript) -match '^What if: '
}
