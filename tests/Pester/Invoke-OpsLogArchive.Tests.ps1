# Moving records to segments.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Invoke-OpsLogArchive' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        1..6 | ForEach-Object { @{ OpsLogId = "r$_"; n = $_ } } | Set-OpsLogRecord
    }
    AfterEach { Close-TestStore }

    It 'moves what a filter finds to the segment of this quarter' {
        $least = 4
        $now = [datetime]::UtcNow
        $result = Invoke-OpsLogArchive { $_.n -gt $least }
        $result.Segment | Should -Be "$($now.Year)-Q$([Math]::Ceiling($now.Month / 3))"
        $result.Records | Should -Be 2
        (Get-OpsLogRecord).n | Should -Be 1, 2, 3, 4
        (Get-OpsLogRecord -Segment $result.Segment).n | Should -Be 5, 6
        (Get-OpsLogOperation r5 -Last 1).Segment | Should -Be $result.Segment
    }

    It 'moves by id, by wildcards and from the pipeline, and adds to a segment' {
        (Invoke-OpsLogArchive -Id r1, r2, 'r3*' -Segment s).Records | Should -Be 3
        (Get-OpsLogRecord -Id r4 | Invoke-OpsLogArchive -Segment s).Records | Should -Be 1
        ('r5' | Invoke-OpsLogArchive -Segment s).Records | Should -Be 1
        (Get-OpsLogArchive s).Records | Should -Be 5
        (Get-OpsLogRecord).OpsLogId | Should -Be r6
    }

    It 'is one step for undo' {
        $null = Invoke-OpsLogArchive { $true } -Segment s
        Undo-OpsLogOperation | Should -HaveCount 6
        $store.Records | Should -Be 6
        Get-OpsLogArchive | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf, or where the filter throws' {
        $before = Get-StoreContent $path
        Invoke-OpsLogArchive { $true } -WhatIf
        { Invoke-OpsLogArchive { if ($_.n -eq 4) { throw 'no' }; $true } } | Should -Throw no
        Get-StoreContent $path | Should -BeExactly $before
        { Set-OpsLogRecord x @{} } | Should -Not -Throw
    }

    It 'moves each record to the segment that a script block returns, one step for each segment' {
        $results = Invoke-OpsLogArchive { $_.n -gt 1 } -Segment { "$($_.OpsLogId[0])-$($_.n % 3)" }
        $results.Segment | Should -Be 'r-2', 'r-0', 'r-1'
        $results.Records | Should -Be 2, 2, 1
        (Get-OpsLogRecord -Segment r-0).n | Should -Be 3, 6
        (Get-OpsLogRecord).OpsLogId | Should -Be r1
        (Undo-OpsLogOperation).OpsLogId | Should -Be r4
        (Undo-OpsLogOperation).OpsLogId | Should -Be r3, r6
        (Get-OpsLogArchive).Segment | Should -Be 'r-2'
        (Get-OpsLogRecord).n | Sort-Object | Should -Be 1, 3, 4, 6
    }

    It 'takes the quarter in UTC of a date that the script block returns: <date>' -ForEach @(
        @{ date = '2025-12-31T23:30:00.000Z'; segment = '2025-Q4' }
        @{ date = '2025-12-31T23:30:00.000-02:00'; segment = '2026-Q1' }
        @{ date = '2026-04-01T00:00:00.000'; segment = '2026-Q2' }
        @{ date = '2026-07-01T00:30:00.000+01:00'; segment = '2026-Q2' }
    ) {
        Set-OpsLogRecord r1 "{""done"":""$date""}"
        (Get-OpsLogRecord r1).done | Should -Not -BeOfType string
        (Invoke-OpsLogArchive r1 -Segment { $_.done }).Segment | Should -Be $segment
        (Invoke-OpsLogArchive r2 -Segment (Get-OpsLogRecord r1 -Segment $segment).done).Segment | Should -Be $segment
    }

    It 'takes the quarter of every type of date: <name>' -ForEach @(
        @{ name = 'DateOnly'; date = [DateOnly]::new(2026, 4, 1); segment = '2026-Q2' }
        @{ name = 'DateTime'; date = [datetime]::new(2026, 3, 31, 23, 59, 59); segment = '2026-Q1' }
        @{ name = 'DateTime in UTC'; date = [datetime]::SpecifyKind('2025-12-31T23:59:59', 'Utc'); segment = '2025-Q4' }
        @{ name = 'DateTimeOffset'; date = [datetimeoffset]::new(2026, 7, 1, 0, 30, 0, [timespan]::FromHours(1)); segment = '2026-Q2' }
        @{ name = 'Get-Date'; date = Get-Date -Date '2026-10-20'; segment = '2026-Q4' }
    ) {
        (Invoke-OpsLogArchive r1 -Segment $date).Segment | Should -Be $segment
        (Invoke-OpsLogArchive r2 -Segment { $date }).Segment | Should -Be $segment
    }

    It 'refuses a new segment named <segment>, and accepts the name if another program gave it' -ForEach @(
        @{ segment = 'Web Team'; said = '*a space*' }
        @{ segment = 'y[1]'; said = '*(U+005B)*' }
        @{ segment = 'CON'; said = "*'CON' is the name of a device on Windows*" }
        @{ segment = 'end.'; said = "*ends with '.'*" }
    ) {
        { Invoke-OpsLogArchive r1 -Segment $segment } | Should -Throw $said -ErrorId 'InvalidName,*'
        { Invoke-OpsLogArchive r1 -Segment $segment -WhatIf } | Should -Throw $said -ErrorId 'InvalidName,*'
        $failed = $null
        Invoke-OpsLogArchive r1 -Segment { $segment } -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
        $null = Invoke-OpsLogArchive r1 -Segment good
        Close-OpsLogStore
        Rename-TestSegment $path good $segment
        $null = Open-OpsLogStore $path -Durability OperatingSystem
        (Get-OpsLogRecord -Segment $segment).n | Should -Be 1
        (Invoke-OpsLogArchive r2 -Segment $segment).Records | Should -Be 1
        Restore-OpsLogRecord -Segment $segment
        $null = Undo-OpsLogOperation
        (Get-OpsLogArchive).Segment | Should -Be $segment
        (Get-OpsLogArchive).Records | Should -Be 2
    }

    It 'accepts a number as the name of a segment, also from the script block' {
        (Invoke-OpsLogArchive r1 -Segment 2025).Segment | Should -Be 2025
        (Invoke-OpsLogArchive r2 -Segment { $_.n }).Segment | Should -Be 2
    }

    It 'keeps a record active for which the script block returns no segment, and goes on' {
        $results = Invoke-OpsLogArchive { $true } -ErrorVariable errors -ErrorAction SilentlyContinue -Segment {
            switch ($_.n) {
                1 { }
                2 { '' }
                3 { 'a'; 'b' }
                4 { throw 'no date' }
                5 { $_.missing.ToString('yyyy') }
                6 { 'good' }
            }
        }
        $results.Segment | Should -Be good
        (Get-OpsLogRecord).OpsLogId | Should -Be r1, r2, r3, r4, r5
        $errors = @($errors | Where-Object FullyQualifiedErrorId -Like 'SegmentScript,*')
        $errors.TargetObject | Should -Be r1, r2, r3, r4, r5
        $errors[0].ToString() | Should -BeLike "Record 'r1': *returned nothing*"
        $errors[1].ToString() | Should -BeLike '*an empty string*'
        $errors[2].ToString() | Should -BeLike '*2 objects*'
        $errors[3].ToString() | Should -BeLike '*failed: no date. The record was not archived.*'
        $errors[3].CategoryInfo.Category | Should -Be InvalidResult
    }

    It 'keeps a record active for which the script block returns an invalid name, or one that is another file only here' {
        $results = Invoke-OpsLogArchive { $true } -ErrorVariable errors -ErrorAction SilentlyContinue -Segment {
            switch ($_.n) { 1 { 'a/b' } 2 { '..' } 3 { 'Q1' } 4 { 'q1' } 5 { 'Q1' } 6 { @{ a = 1 } } }
        }
        $results.Segment | Should -Be Q1
        $results.Records | Should -Be 2
        (Get-OpsLogRecord).OpsLogId | Should -Be r1, r2, r4, r6
        $errors.TargetObject | Should -Be r1, r2, r4, r6
        $errors.FullyQualifiedErrorId | Should -Be @('InvalidName', 'InvalidName', 'InvalidName', 'SegmentScript' | ForEach-Object { "$_,OpsLog.PowerShell.Cmdlets.Archive.InvokeOpsLogArchiveCommand" })
    }

    It 'moves only records that are as they were when they were selected' {
        $results = Invoke-OpsLogArchive { $_.n -gt 2 } -WarningVariable warned -WarningAction SilentlyContinue -Segment {
            if ($_.n -eq 6) { Set-OpsLogRecord r3 @{ n = 30 }; Remove-OpsLogRecord r4; Set-OpsLogRecord r7 @{ n = 7 } }
            's'
        }
        $results.Records | Should -Be 2
        "$warned" | Should -BeLike '2 records of *not archived*'
        (Get-OpsLogRecord).OpsLogId | Sort-Object | Should -Be r1, r2, r3, r7
        (Get-OpsLogRecord -Segment s).n | Should -Be 5, 6

        $null = Invoke-OpsLogArchive r1 -WarningVariable warned -WarningAction SilentlyContinue -Segment { Set-OpsLogRecord r1 @{ n = 10 }; 't' }
        "$warned" | Should -BeLike '1 record of * and was not archived. *'
    }

    It 'refuses another type of segment: <name>' -ForEach @(
        @{ name = 'null'; segment = $null; said = '*$null is not a segment*script block*' }
        @{ name = 'empty'; segment = ''; said = '*An empty string is not a segment*' }
        @{ name = 'hashtable'; segment = @{ a = 1 }; said = '*System.Collections.Hashtable is not a segment*' }
        @{ name = 'array'; segment = @('a', 'b'); said = '*System.Object`[`] is not a segment*' }
    ) {
        { Invoke-OpsLogArchive r1 -Segment $segment } | Should -Throw $said -ErrorId 'ParameterArgumentTransformationError,*'
        $store.Records | Should -Be 6
    }

    It 'writes with -Verbose how many records were moved where' {
        $verbose = Invoke-OpsLogArchive { $_.n -le 3 } -Segment s -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$verbose" | Should -BeLike "*Moved 3 records of '*' to the archive segment 's' in * ms.*"
    }

    It 'refuses a segment that Windows or macOS takes for an existing one, and one whose name is too long in bytes' {
        $null = Invoke-OpsLogArchive -Id r1 -Segment Q1
        { Invoke-OpsLogArchive -Id r3 -Segment q1 } | Should -Throw -ErrorId 'InvalidName,*' -ExpectedMessage "*'Q1'*"
        { Invoke-OpsLogArchive -Id r3 -Segment ([string][char]0x3042 * 100) } | Should -Throw -ErrorId 'InvalidName,*' -ExpectedMessage '*300 bytes*'
        (Get-OpsLogRecord).OpsLogId | Should -Be r2, r3, r4, r5, r6
    }

    It 'refuses a segment that is an existing one in another Unicode form' {
        if ("caf$([char]0xE9)".Normalize('FormD').Length -eq 4) { Set-ItResult -Skipped -Because 'this shell has no Unicode data (invariant mode)'; return }
        $null = Invoke-OpsLogArchive -Id r1 -Segment "caf$([char]0xE9)"
        { Invoke-OpsLogArchive -Id r2 -Segment "cafe$([char]0x301)" } | Should -Throw -ErrorId 'InvalidName,*'
        { Invoke-OpsLogArchive -Id r2 -Segment "CAFE$([char]0x301)" } | Should -Throw -ErrorId 'InvalidName,*'
    }
}
