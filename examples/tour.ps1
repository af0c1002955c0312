#Requires -Version 7.4
<#
.SYNOPSIS
    The main use of the module on real input: an inventory of files in a store.
.DESCRIPTION
    Stores an inventory of a few thousand files of this machine, changes and removes some records, queries them, returns
    the history of one file, undoes a mistake after closing and opening the store, archives old records, and compacts. The
    result of each step is checked. If a check fails, the tour ends with exit code 1. The store is a temporary directory.
#>
[CmdletBinding()]
param(
    # The directory for the inventory. The default is the first of several directories that has enough files.
    [string]$Root,

    [int]$MostFiles = 5000
)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../OpsLog.psd1"

function Invoke-Step {
    <# Runs a step and writes how fast it was. It returns the output of the step. #>
    param([string]$What, [int]$Count, [string]$Unit, [scriptblock]$Work)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    & $Work
    $seconds = $watch.Elapsed.TotalSeconds
    $rate = $Count -gt 1 ? ', {0} {1}, {2:N0} a second' -f $Count, $Unit, ($Count / $seconds) : ''
    Write-Host ('  {0}: {1:N0} ms{2}' -f $What, ($seconds * 1000), $rate)
}

function Assert-That {
    param([bool]$Holds, [string]$Otherwise)
    if (-not $Holds) { throw $Otherwise }
}

function Get-Inventory {
    <# Path, size, time, and for small files their hash. #>
    Get-ChildItem -LiteralPath $Root -Recurse -File -Force -ErrorAction Ignore | Select-Object -First $MostFiles | ForEach-Object {
        $hash = $null
        if ($_.Length -le 16KB) {
            # Not everything that is listed can be read.
            try { $hash = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes($_.FullName))) } catch { $hash = $null }
        }
        [pscustomobject]@{ Path = $_.FullName; Size = $_.Length; Modified = $_.LastWriteTimeUtc; Sha256 = $hash; Reviewed = $false }
    }
}

function Find-Root {
    $runtime = Split-Path ([object].Assembly.Location)
    foreach ($directory in '/usr/lib', (Join-Path $runtime '../../..'), $PSHOME, [Environment]::SystemDirectory) {
        if ($directory -and (Test-Path -LiteralPath $directory)) {
            $files = @(Get-ChildItem -LiteralPath $directory -Recurse -File -Force -ErrorAction Ignore | Select-Object -First 2000)
            if ($files.Count -ge 500) { return (Resolve-Path -LiteralPath $directory).Path }
        }
    }
    throw 'No known directory contains 500 files or more. Specify one with -Root.'
}

$path = Join-Path ([IO.Path]::GetTempPath()) "opslog-tour-$([guid]::NewGuid().ToString('n'))"
try {
    if (-not $Root) { $Root = Find-Root }
    $files = @(Get-Inventory)
    Assert-That ($files.Count -ge 500) "only $($files.Count) files under $Root; the tour requires 500 or more"
    Write-Host "An inventory of $($files.Count) files under $Root, in the store $path"
    $null = Open-OpsLogStore $path

    # The whole pipeline shares one flush; after it everything survives a power cut.
    Invoke-Step 'put them into the store' $files.Count sets { $files | Set-OpsLogRecord -IdProperty Path }
    Assert-That ((Get-OpsLogStore).Records -eq $files.Count) "$((Get-OpsLogStore).Records) records for $($files.Count) files"

    $largest = @($files | Sort-Object Size -Descending | Select-Object -First ([int][Math]::Floor($files.Count / 10)))
    Invoke-Step 'mark the largest tenth as reviewed' $largest.Count updates {
        Get-OpsLogRecord -Id $largest.Path | ForEach-Object { $_.Reviewed = $true; $_ } | Set-OpsLogRecord
    }

    $smallest = @($files | Sort-Object Size, Path | Select-Object -First 100)
    Invoke-Step 'remove the 100 smallest' 100 deletes { Remove-OpsLogRecord -Id $smallest.Path }
    $expected = $files.Count - 100
    Assert-That ((Get-OpsLogStore).Records -eq $expected) "$((Get-OpsLogStore).Records) records after the removal, not $expected"

    $found = Invoke-Step 'ask for reviewed files over 100 KB' $expected records { Get-OpsLogRecord { $_.Reviewed -and $_.Size -gt 100KB } }
    $wanted = @($largest | Where-Object Size -GT 100KB).Count
    Assert-That (@($found).Count -eq $wanted) "$(@($found).Count) found, not $wanted"
    $found | Select-Object -First 3 | ForEach-Object { Write-Host ('    {0:N0} bytes, {1:yyyy-MM-dd}: {2}' -f $_.Size, $_.Modified, $_.Path) }
    Write-Host "    $(@($found).Count) found"

    $history = @(Invoke-Step 'look up the history of one file' 1 look-up { Get-OpsLogOperation -Id $largest[0].Path })
    foreach ($operation in $history) {
        $before = $operation.Before ? $operation.Before.Reviewed : 'none'
        Write-Host ('    {0:yyyy-MM-dd HH:mm:ss.fff} {1} Reviewed {2} -> {3}' -f $operation.Time, $operation.Operation, $before, $operation.After.Reviewed)
    }
    Assert-That ($history.Count -eq 2) "$($history.Count) operations on a file that was created and changed"

    # The mistake. A batch is one step: in memory, on disk after a crash, and for undo.
    $half = @(Get-OpsLogRecord -First ([int][Math]::Floor($expected / 2)))
    Invoke-Step 'by mistake, remove a half as one batch' $half.Count deletes { Invoke-OpsLogBatch { $half | Remove-OpsLogRecord } }
    Assert-That ((Get-OpsLogStore).Records -eq $expected - $half.Count) "$((Get-OpsLogStore).Records) records after the mistake"
    Close-OpsLogStore

    Write-Host '  closed; opening again'
    $null = Invoke-Step 'open, replaying the log' 1 opening { Open-OpsLogStore $path }
    $undone = @(Invoke-Step 'undo the mistake' 1 undo { Undo-OpsLogOperation })
    Assert-That ($undone.Count -eq $half.Count -and (Get-OpsLogStore).Records -eq $expected) "$($undone.Count) undone, $((Get-OpsLogStore).Records) records, not $expected"
    Write-Host "    $($undone.Count) operations undone, $expected records again"

    $limit = @($files.Modified | Sort-Object)[[int][Math]::Floor($files.Count / 10)]
    $archived = Invoke-Step "archive what is older than $($limit.ToString('yyyy-MM-dd HH:mm'))" $expected records { Invoke-OpsLogArchive { $_.Modified -lt $limit } }
    $expected -= $archived.Records
    Assert-That ((Get-OpsLogStore).Records -eq $expected -and (Get-OpsLogArchive | Measure-Object Records -Sum).Sum -eq $archived.Records) "$((Get-OpsLogStore).Records) records, and $($archived.Records) moved"
    Write-Host "    $($archived.Records) records moved to segment $($archived.Segment)"

    $checkpoint = Invoke-Step 'compact' $expected records { Invoke-OpsLogCompaction -PassThru }
    Assert-That ($checkpoint.Taken -and $checkpoint.Records -eq $expected) "$($checkpoint.Records) records in the snapshot, not $expected"
    Write-Host ('    a snapshot of {0:N0} bytes covers {1} operations' -f $checkpoint.SnapshotBytes, $checkpoint.Operations)
    Close-OpsLogStore

    $null = Invoke-Step 'open for reading, from the snapshot' $expected records { Open-OpsLogStore $path -ReadOnly }
    Assert-That ((Get-OpsLogStore).Records -eq $expected -and -not (Get-OpsLogStore).Warnings) "$((Get-OpsLogStore).Records) records after compaction, not $expected"
    Write-Host 'Everything was as expected.'
}
catch {
    [Console]::Error.WriteLine("FAILED: $($_.Exception.Message)")
    exit 1
}
finally {
    Get-OpsLogStore | Close-OpsLogStore
    Remove-Item -LiteralPath $path -Recurse -Force -ErrorAction Ignore
}
