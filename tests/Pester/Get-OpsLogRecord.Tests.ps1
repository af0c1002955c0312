# Reading records.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Get-OpsLogRecord' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        1..10 | ForEach-Object { [pscustomobject]@{ OpsLogId = "r$_"; n = $_; name = "N$_" } } | Set-OpsLogRecord
        Set-OpsLogRecord 'x[1]' @{ n = 100 }
    }
    AfterEach { Close-TestStore }

    It 'gets all in the order they were first set' {
        Set-OpsLogRecord r1 @{ n = 1; name = 'again' }
        (Get-OpsLogRecord).OpsLogId | Should -Be (@(1..10 | ForEach-Object { "r$_" }) + 'x[1]')
    }

    It 'gets by id: several, wildcards, and ids that hold wildcard characters' {
        (Get-OpsLogRecord -Id r3, r1).n | Should -Be 3, 1
        (Get-OpsLogRecord -Id 'r1*').n | Should -Be 1, 10
        (Get-OpsLogRecord -Id 'x[1]').n | Should -Be 100
        Get-OpsLogRecord -Id 'R*' | Should -BeNullOrEmpty
        Get-OpsLogRecord -Id 'none*' -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'gets the others where one is missing' {
        (Get-OpsLogRecord -Id r1, none, r2 -ErrorVariable errors -ErrorAction SilentlyContinue).n | Should -Be 1, 2
        $errors.TargetObject | Should -Be none
    }

    It 'takes ids and records from the pipeline, never a record''s own Id' {
        ('r2', 'x[1]' | Get-OpsLogRecord).n | Should -Be 2, 100
        ([pscustomobject]@{ OpsLogId = 'r4'; Id = 'r5' } | Get-OpsLogRecord).n | Should -Be 4
        Get-ErrorId { [pscustomobject]@{ Id = 'r5' } | Get-OpsLogRecord } | Should -Be NoId
    }

    It 'filters, with the variables of the caller' {
        $least = 8
        (Get-OpsLogRecord { $_.n -gt $least }).n | Should -Be 9, 10, 100
        function Select-Small ($Most) { Get-OpsLogRecord { $_.n -le $Most } }
        (Select-Small 2).OpsLogId | Should -Be r1, r2
        (Get-OpsLogRecord -Id 'r*' { $_.n % 2 }).n | Should -Be 1, 3, 5, 7, 9
        { Get-OpsLogRecord { throw 'odd' } } | Should -Throw odd
    }

    It 'counts off with -First and -Skip, after the filter' {
        (Get-OpsLogRecord -First 2 -Skip 1).n | Should -Be 2, 3
        (Get-OpsLogRecord { $_.n -gt 5 } -First 2 -Skip 1).n | Should -Be 7, 8
        Get-OpsLogRecord -First 0 | Should -BeNullOrEmpty
        (Get-OpsLogRecord -Id 'r*', 'x[1]' -First 1).n | Should -Be 100
    }

    It 'stops at once when the pipeline has enough' {
        $script:seen = 0
        Get-OpsLogRecord { $script:seen++; $true } | Select-Object -First 2 | Should -HaveCount 2
        $script:seen | Should -Be 2
    }

    It 'hands out text and dictionaries' {
        Get-OpsLogRecord { $_.n -eq 1 } -AsJson | Should -BeExactly '{"n":1,"name":"N1"}'
        $table = Get-OpsLogRecord { $_.n -eq 1 -and $_ -is [Collections.IDictionary] } -AsHashtable
        $table.OpsLogId | Should -Be r1
        $table | Should -BeOfType Collections.Specialized.OrderedDictionary
    }

    It 'goes on after a record that can''t be an object, and names it' {
        Set-OpsLogRecord r2 (ConvertFrom-Json '{"a":1,"A":2}' -AsHashtable)
        (Get-OpsLogRecord -Id r1, r2, r3 -ErrorVariable errors -ErrorAction SilentlyContinue).n | Should -Be 1, 3
        $errors[0].ToString() | Should -BeLike "Record 'r2': *-AsHashtable*"
    }

    It 'sees the state of the moment it was called' {
        Get-OpsLogRecord -Id 'r*' | ForEach-Object { $_ | Remove-OpsLogRecord; $_.n } | Should -Be (1..10)
        $store.Records | Should -Be 1
    }

    It 'reads an archive segment' {
        $null = Invoke-OpsLogArchive { $_.n -le 3 } -Segment old
        (Get-OpsLogRecord -Segment old).OpsLogId | Should -Be r1, r2, r3
        (Get-OpsLogRecord -Segment old -Id r2).n | Should -Be 2
        (Get-OpsLogRecord -Segment old -Id 'r*' { $_.n -ne 2 }).n | Should -Be 1, 3
        ('r3' | Get-OpsLogRecord -Segment old).n | Should -Be 3
        Get-OpsLogRecord -Segment old -First 1 -AsJson | Should -BeExactly '{"n":1,"name":"N1"}'
    }

    Context 'from several segments' {
        BeforeEach {
            $null = Invoke-OpsLogArchive -Id r1, r2 -Segment 2025-Q4
            $null = Invoke-OpsLogArchive -Id r3 -Segment 2026-Q1
            $null = Invoke-OpsLogArchive -Id r4 -Segment 2026-Q2
        }

        It 'takes names and wildcards, each segment once' {
            (Get-OpsLogRecord -Segment 2026-*, 2025-Q4).OpsLogId | Should -Be r3, r4, r1, r2
            (Get-OpsLogRecord -Segment 2026-q?, 2026-Q1).OpsLogId | Should -Be r3, r4
            Get-OpsLogRecord -Segment none* | Should -BeNullOrEmpty
            Get-ErrorId { Get-OpsLogRecord -Segment 2026-*, none } | Should -Be SegmentMissing
            (Get-OpsLogArchive 2026-*, 2026-Q1).Segment | Should -Be 2026-Q1, 2026-Q2
        }

        It 'takes segments from the pipeline' {
            (Get-OpsLogArchive 2026-* | Get-OpsLogRecord).OpsLogId | Should -Be r3, r4
            (Get-OpsLogArchive 2025-Q4 | Get-OpsLogRecord -Segment 2026-Q2).OpsLogId | Should -Be r4, r1, r2
            (Get-OpsLogRecord -Archive (Get-OpsLogArchive 2026-Q1)).OpsLogId | Should -Be r3
            (Get-OpsLogArchive | Get-OpsLogRecord { $_.n -ge 2 } -First 2).n | Should -Be 2, 3
            (Get-OpsLogArchive | Get-OpsLogRecord n -GE 3).n | Should -Be 3, 4
            (Get-OpsLogArchive | Get-OpsLogRecord 'r*' { $_.n -ne 2 }).n | Should -Be 1, 3, 4
            (Get-OpsLogArchive | Get-OpsLogRecord -LiteralId r4, r1).n | Should -Be 1, 4
        }

        It 'is one error for an id that is in none of them' {
            (Get-OpsLogArchive | Get-OpsLogRecord r1, r5 -ErrorVariable errors -ErrorAction SilentlyContinue).n | Should -Be 1
            $errors.FullyQualifiedErrorId | Should -Be 'RecordNotFound,OpsLog.PowerShell.Cmdlets.Record.GetOpsLogRecordCommand'
            $errors[0].TargetObject | Should -Be r5
        }

        It 'takes other pipeline input as ids' {
            ('r1', @{ OpsLogId = 'r3'; Segment = '2026-Q2' } | Get-OpsLogRecord -Segment *).OpsLogId | Should -Be r1, r3
            Get-ErrorId { $null | Get-OpsLogRecord } | Should -Be NoId
            Get-ErrorId { 'r1' | Get-OpsLogRecord n -EQ 1 } | Should -Be InputObjectNotBound
        }

        It 'searches the active records and all segments with -IncludeArchive' {
            Set-OpsLogRecord r2 @{ n = 22 }
            (Get-OpsLogRecord -IncludeArchive | Where-Object OpsLogId -Like 'r*').n | Sort-Object | Should -Be 1, 3, 4, 5, 6, 7, 8, 9, 10, 22
            (Get-OpsLogRecord r2, r1, r5 -IncludeArchive).n | Should -Be 22, 5, 1
            (Get-OpsLogRecord 'r?' { $_.n -lt 4 } -IncludeArchive).n | Should -Be 1, 3
            (Get-OpsLogRecord n -LE 2 -IncludeArchive).n | Should -Be 1
            ('r2', 'r3' | Get-OpsLogRecord -IncludeArchive).n | Should -Be 22, 3
            (Get-OpsLogArchive 2025-Q4 | Get-OpsLogRecord r2, r1 -IncludeArchive).n | Should -Be 22, 1
            Get-OpsLogRecord -IncludeArchive -First 3 | Should -HaveCount 3
            Get-ErrorId { Get-OpsLogRecord none -IncludeArchive } | Should -Be RecordNotFound
        }
    }

    It 'is stopped promptly by Ctrl+C' {
        # All of them would take minutes.
        1..2000 | ForEach-Object { @{ OpsLogId = "slow$_" } } | Set-OpsLogRecord
        $seen = [hashtable]::Synchronized(@{ Records = 0 })
        $shell = [powershell]::Create().AddScript({
                param($manifest, $store, $seen)
                Import-Module $manifest
                Get-OpsLogRecord -Store $store { $seen.Records++; Start-Sleep -Milliseconds 200; $false }
            }).AddArgument($OpsLogManifest).AddArgument($store).AddArgument($seen)
        $running = $shell.BeginInvoke()
        while ($seen.Records -lt 2 -and -not $running.IsCompleted) { Start-Sleep -Milliseconds 20 }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 60
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $shell.Dispose()
    }
}
