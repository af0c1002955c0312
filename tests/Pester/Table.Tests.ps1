# The pipelines that people write with records and with the cmdlets of the shell, one test for each.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
}

Describe 'Records in a pipeline with' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        1..6 | ForEach-Object { @{ OpsLogId = "job-$_"; state = $_ % 2 ? 'queued' : 'done'; n = $_; seen = [datetime]'2026-03-01T10:00:00Z' } } | Set-OpsLogRecord
    }
    AfterEach { Close-TestStore }

    It 'Get-ChildItem | Set-OpsLogRecord: all files, with one warning for what is not stored in full' {
        Get-ChildItem $PSScriptRoot -File | Set-OpsLogRecord -IdProperty FullName -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -BeLessOrEqual 1
        $file = Get-OpsLogRecord $PSCommandPath
        $file.Length | Should -Be (Get-Item $PSCommandPath).Length
        $file.LastWriteTimeUtc | Should -Be (Get-Item $PSCommandPath).LastWriteTimeUtc
        (Get-OpsLogRecord { $_.Name -like '*.Tests.ps1' }).Count | Should -Be @(Get-ChildItem "$PSScriptRoot/*.Tests.ps1").Count
    }

    It 'Import-Csv | Set-OpsLogRecord: the texts of the file' {
        $file = Join-Path $TestDrive in.csv
        Set-Content $file 'id,size,seen', 'a,007,2026-03-01', 'b,1e3,01/02/2026'
        Import-Csv $file | Set-OpsLogRecord -IdProperty id
        Get-OpsLogRecord a, b | ForEach-Object { "$($_.id) $($_.size) $($_.seen)" } | Should -BeExactly 'a 007 2026-03-01', 'b 1e3 01/02/2026'
    }

    It 'Where-Object | Remove-OpsLogRecord -WhatIf: nothing is removed, without it exactly those' {
        $before = Get-StoreContent $path
        Get-OpsLogRecord | Where-Object state -EQ done | Remove-OpsLogRecord -WhatIf
        Get-StoreContent $path | Should -BeExactly $before
        Get-OpsLogRecord | Where-Object state -EQ done | Remove-OpsLogRecord
        (Get-OpsLogRecord).OpsLogId | Should -Be job-1, job-3, job-5
    }

    It 'Export-Csv and back: the same records' {
        $file = Join-Path $TestDrive out.csv
        Get-OpsLogRecord -DateKind String | Export-Csv $file
        $json = Get-OpsLogRecord -AsJson
        $copy = Open-OpsLogStore (New-TestStorePath 'copy') -Durability OperatingSystem
        Import-Csv $file | ForEach-Object { $_.n = [long]$_.n; $_ } | Set-OpsLogRecord
        $ordered = { $_ | ConvertFrom-Json -AsHashtable -DateKind String | ForEach-Object { $record = $_; ($record.Keys | Sort-Object | ForEach-Object { "$_=$($record[$_])" }) -join ' ' } }
        Get-OpsLogRecord -AsJson -Store $copy | ForEach-Object $ordered | Should -BeExactly ($json | ForEach-Object $ordered)
    }

    It 'ConvertTo-Json and back: the same objects' {
        $back = Get-OpsLogRecord | ConvertTo-Json | ConvertFrom-Json
        $back.OpsLogId | Should -Be (Get-OpsLogRecord).OpsLogId
        $back.n | Should -Be (1..6)
        $back[0].seen | Should -Be (Get-OpsLogRecord job-1).seen
    }

    It 'Group-Object: its groups' {
        $groups = Get-OpsLogRecord | Group-Object state | Sort-Object Name
        $groups | ForEach-Object { "$($_.Name) $($_.Count)" } | Should -Be 'done 3', 'queued 3'
        $groups[0].Group.OpsLogId | Should -Be job-2, job-4, job-6
    }

    It 'Compare-Object: the records that differ' {
        $before = Get-OpsLogRecord
        Set-OpsLogRecord job-1 @{ state = 'done' } -Merge
        Remove-OpsLogRecord job-2
        Compare-Object $before (Get-OpsLogRecord) -Property OpsLogId, state | Sort-Object OpsLogId, SideIndicator |
            ForEach-Object { "$($_.SideIndicator) $($_.OpsLogId) $($_.state)" } | Should -Be '<= job-1 queued', '=> job-1 done', '<= job-2 done'
    }

    It 'Start-Job: what it returns is stored, and it reads the store' {
        $back = Start-Job -ArgumentList $OpsLogManifest, $path {
            Import-Module $args[0]
            $null = Open-OpsLogStore -LiteralPath $args[1] -ReadOnly
            Get-OpsLogRecord state -EQ done | ForEach-Object { $_.n = 0; $_ }
        } | Receive-Job -Wait -AutoRemoveJob
        $back | Set-OpsLogRecord
        (Get-OpsLogRecord n -EQ 0).OpsLogId | Should -Be job-2, job-4, job-6
        (Get-OpsLogRecord job-2).PSObject.Properties.Name | Sort-Object | Should -Be n, OpsLogId, seen, state
    }

    It 'ForEach-Object -Parallel: each thread writes by the session' {
        Get-OpsLogRecord | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:OpsLogManifest
            Set-OpsLogRecord $_.OpsLogId @{ n = $_.n * 10 } -Merge -Store $using:store
        }
        (Get-OpsLogRecord).n | Should -Be 10, 20, 30, 40, 50, 60
    }

    It 'Start-ThreadJob: it writes by the session' {
        $jobs = 1..3 | ForEach-Object {
            Start-ThreadJob -ArgumentList $_ {
                Import-Module $using:OpsLogManifest
                Set-OpsLogRecord "thread-$($args[0])" @{ n = $args[0] } -Store $using:store
            }
        }
        $jobs | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop
        (Get-OpsLogRecord thread-*).n | Sort-Object | Should -Be 1, 2, 3
    }

    It 'strict mode: no cmdlet trips over it, and a missing property of a record is the error of the shell' {
        & {
            Set-StrictMode -Version Latest
            Get-OpsLogRecord | ForEach-Object { $_.n = 1; $_ } | Set-OpsLogRecord -PassThru | Should -HaveCount 6
            Get-OpsLogOperation -Last 1 | Select-Object Time, After | Should -HaveCount 1
            { (Get-OpsLogRecord job-1).missing } | Should -Throw '*missing*'
        }
    }

    It '$ErrorActionPreference Stop: the first refused record ends the script, and those before it are stored' {
        $ErrorActionPreference = 'Stop'
        $pipeline = { @{ OpsLogId = 'x'; n = 1 }, @{ OpsLogId = 'y'; n = [double]::NaN }, @{ OpsLogId = 'z'; n = 3 } | Set-OpsLogRecord }
        $pipeline | Should -Throw -ErrorId 'NotANumber*'
        Test-OpsLogRecord x, y, z | Should -Be $true, $false, $false
    }

    It '-ErrorVariable: each refused record, and the others are stored' {
        @{ OpsLogId = 'x'; n = [double]::NaN }, @{ OpsLogId = 'y'; n = 2 }, @{ OpsLogId = ''; n = 3 } |
            Set-OpsLogRecord -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.FullyQualifiedErrorId -replace ',.*' | Should -Be NotANumber, NoId
        Test-OpsLogRecord y | Should -BeTrue
    }

    It '-OutVariable: what is written to the pipeline' {
        $null = Get-OpsLogRecord state -EQ queued -OutVariable found
        $found.OpsLogId | Should -Be job-1, job-3, job-5
        $null = Set-OpsLogRecord x @{ n = 1 } -PassThru -OutVariable stored
        $stored.OpsLogId | Should -Be x
    }

    It '-PipelineVariable: the record of each step' {
        Get-OpsLogRecord state -EQ done -PipelineVariable record | ForEach-Object { 1..2 } | ForEach-Object { "$($record.OpsLogId) $_" } |
            Should -Be 'job-2 1', 'job-2 2', 'job-4 1', 'job-4 2', 'job-6 1', 'job-6 2'
    }

    It 'a module path with spaces and other letters: import, help and records' {
        $folder = Join-Path $TestDrive "módulo ñ 模块's/OpsLog"
        $null = [IO.Directory]::CreateDirectory($folder)
        foreach ($name in 'OpsLog.psd1', 'OpsLog.Format.ps1xml', 'bin', 'en-US') { Copy-Item -LiteralPath "$OpsLogRoot/$name" -Destination ([WildcardPattern]::Escape($folder)) -Recurse }
        $script = Join-Path $TestDrive import.ps1
        Set-Content -LiteralPath $script -Encoding utf8BOM -Value @'
param([string]$Folder, [string]$Store)
$ErrorActionPreference = 'Stop'
$env:PSModulePath = Split-Path $Folder
Import-Module OpsLog
$null = Open-OpsLogStore -LiteralPath $Store
Set-OpsLogRecord 'ö' @{ n = 1 }
"$((Get-Module OpsLog).ModuleBase -eq $Folder) $((Get-OpsLogRecord 'ö').n) $((Get-Help Get-OpsLogRecord).Synopsis.Length -gt 20)"
'@
        (Invoke-Shell @('-File', $script, $folder, (New-TestStorePath "plaça '7'")) 2>&1 | Out-String).Trim() | Should -Be 'True 1 True'
    }
}

Describe 'The first of a million records' {
    BeforeAll {
        # By the engine: as objects from the pipeline they would take a minute.
        Add-Type -CompilerOptions '-nowarn:1701' -ReferencedAssemblies (Get-Command Open-OpsLogStore).ImplementingType.Assembly.Location.Replace('PowerShell.dll', 'Core.dll'), System.Memory, System.Runtime -TypeDefinition @'
public static class MillionRecords
{
    public static void Make(string path)
    {
        using OpsLog.Core.Store.OpsLogStore store = OpsLog.Core.Store.OpsLogStore.Open(path);
        byte[] value = System.Text.Encoding.UTF8.GetBytes("{\"state\":\"queued\",\"n\":1}");
        store.Batch(batch =>
        {
            for (int n = 0; n < 1000000; n++) batch.Set("job-" + n, value);
        });
    }
}
'@
        $path = New-TestStorePath
        [MillionRecords]::Make($path)
        $store = Open-OpsLogStore $path -ReadOnly
    }
    AfterAll { Close-TestStore }

    It 'is returned at once: <_>' -ForEach '-First 1', '-Id job-* -First 1', '{ $_.n -eq 1 } -First 1', 'n -EQ 1 -First 1', '| Select-Object -First 1' {
        $command = [scriptblock]::Create("Get-OpsLogRecord $_")
        $times = foreach ($i in 1..5) { (Measure-Command { $script:found = & $command }).TotalMilliseconds }
        @($found) | Should -HaveCount 1
        # The fastest, so that the bound also holds on a busy machine. Reading all of them takes seconds.
        ($times | Measure-Object -Minimum).Minimum | Should -BeLessThan 100
    }
}
