# Moving archived records back.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Restore-OpsLogRecord' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        1..6 | ForEach-Object { @{ OpsLogId = "r$_"; n = $_ } } | Set-OpsLogRecord
        $null = Invoke-OpsLogArchive { $_.n -le 3 } -Segment s1
        $null = Invoke-OpsLogArchive { $_.n -le 5 } -Segment s2
    }
    AfterEach { Close-TestStore }

    It 'restores by id, by wildcards, by a filter, and literally' {
        Restore-OpsLogRecord r1 -Segment s1 | Should -BeNullOrEmpty
        (Get-OpsLogRecord).OpsLogId | Should -Be r6, r1
        (Get-OpsLogOperation r1 -Last 1).Segment | Should -Be s1
        Restore-OpsLogRecord 'r?' -Segment S1
        (Get-OpsLogArchive).Segment | Should -Be s2
        Restore-OpsLogRecord n -EQ 4 -Segment s2
        (Get-OpsLogRecord -Segment s2).n | Should -Be 5
        $null = Undo-OpsLogOperation
        Restore-OpsLogRecord { $_.n -gt 4 } -Segment s2
        (Get-OpsLogRecord -Segment s2).n | Should -Be 4
        Set-OpsLogRecord 'a*' @{ n = 7 }
        Set-OpsLogRecord ab @{ n = 8 }
        $null = Invoke-OpsLogArchive -LiteralId 'a*', ab -Segment s3
        Restore-OpsLogRecord -LiteralId 'a*' -Segment s3
        (Get-OpsLogRecord -Segment s3).n | Should -Be 8
    }

    It 'restores whole segments, each as one step, by name, by wildcards and from the pipeline' {
        Restore-OpsLogRecord -Segment s1
        Undo-OpsLogOperation | Should -HaveCount 3
        (Get-OpsLogArchive s1).Records | Should -Be 3
        Restore-OpsLogRecord -Segment s*
        $store.Records | Should -Be 6
        Get-OpsLogArchive | Should -BeNullOrEmpty
        Undo-OpsLogOperation | Should -HaveCount 3
        Undo-OpsLogOperation | Should -HaveCount 2
        Get-OpsLogArchive | Restore-OpsLogRecord
        $store.Records | Should -Be 6
        $null = Undo-OpsLogOperation -Count 2
        Get-OpsLogArchive | Restore-OpsLogRecord r1, r5
        (Get-OpsLogRecord).n | Sort-Object | Should -Be 1, 5, 6
        Get-OpsLogArchive s1 | Restore-OpsLogRecord n -EQ 2
        Get-OpsLogArchive s1 | Restore-OpsLogRecord { $_.n -eq 3 }
        (Get-OpsLogRecord).n | Sort-Object | Should -Be 1, 2, 3, 5, 6
        Close-OpsLogStore
        Test-OpsLogStore $path | Should -BeNullOrEmpty
    }

    It 'restores records and ids from the pipeline, whose ids are literal' {
        Get-OpsLogRecord n -EQ 1 -Segment s1 | Restore-OpsLogRecord -Segment s1
        Get-OpsLogRecord 'r[45]', r4 -IncludeArchive -ErrorAction Ignore | Restore-OpsLogRecord -Segment s*
        'r2' | Restore-OpsLogRecord -Segment s1, s2
        (Get-OpsLogRecord).n | Sort-Object | Should -Be 1, 2, 4, 6
        Get-ErrorId { 'r*' | Restore-OpsLogRecord -Segment s1 } | Should -Be RecordNotFound
        [pscustomobject]@{ name = 'r3' } | Restore-OpsLogRecord -Segment s1 -IdProperty name
        Test-OpsLogRecord r3 | Should -BeTrue
    }

    It 'does nothing for an empty pipeline, or where no input has an id' {
        $before = Get-StoreContent $path
        @() | Restore-OpsLogRecord -Segment s1
        Get-OpsLogArchive none* | Restore-OpsLogRecord
        Get-OpsLogRecord -Segment s1 | Where-Object n -EQ 99 | Restore-OpsLogRecord -Segment s1
        Get-ErrorId { $null | Restore-OpsLogRecord -Segment s1 } | Should -Be NoId
        Get-ErrorId { [pscustomobject]@{ Segment = 's1' } | Restore-OpsLogRecord -Segment s1 } | Should -Be NoId
        Get-ErrorId { Get-OpsLogOperation r1 -Last 1 | Restore-OpsLogRecord -Segment s1 } | Should -Be NotARecord
        { Restore-OpsLogRecord -Id @() -Segment s1 } | Should -Throw
        Restore-OpsLogRecord 'none*' -Segment s1
        Restore-OpsLogRecord -Segment none*
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'writes an error for each id that is in none of the segments, and restores the others' {
        $failed = $null
        Restore-OpsLogRecord r1, r4, R2, r6 -Segment s* -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'RecordNotFound,*'
        $failed.TargetObject | Sort-Object | Should -Be R2, r6
        (Get-OpsLogRecord).n | Sort-Object | Should -Be 1, 4, 6
    }

    It 'names the segments in which an id was not found' {
        $failed = $null
        Restore-OpsLogRecord none -Segment s1 -ErrorVariable failed -ErrorAction SilentlyContinue
        "$failed" | Should -BeLike "Record 'none' is not in the archive segment 's1'.*(store '$path')"
        Restore-OpsLogRecord none -Segment s* -ErrorVariable failed -ErrorAction SilentlyContinue
        "$failed" | Should -BeLike "Record 'none' is not in 2 archive segments ('s1', 's2').*"
        Restore-OpsLogRecord none -Segment x* -ErrorVariable failed -ErrorAction SilentlyContinue
        "$failed" | Should -BeLike "*no archive segment was selected*"
        Get-OpsLogRecord none -Segment s2 -ErrorVariable failed -ErrorAction SilentlyContinue
        "$failed" | Should -BeLike "Record 'none' is not in the archive segment 's2'.*"
        Get-OpsLogRecord none -IncludeArchive -ErrorVariable failed -ErrorAction SilentlyContinue
        "$failed" | Should -BeLike "Record 'none' is neither active nor in 2 archive segments ('s1', 's2').*"
    }

    It 'refuses a segment with a record that is active with another value, restores the others, and replaces it with -Force' {
        Set-OpsLogRecord r2 @{ n = 'new' }
        Set-OpsLogRecord r3 @{ n = 3 }
        $failed = $null
        Restore-OpsLogRecord -Segment s* -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'RecordExists,*'
        $failed.CategoryInfo.Category | Should -Be ResourceExists
        $failed.TargetObject | Should -Be r2
        "$failed" | Should -BeLike "*segment 's1'*'r2'*-Force*(store '$path')"
        (Get-OpsLogArchive).Segment | Should -Be s1
        (Get-OpsLogRecord r2).n | Should -Be new
        $message = Restore-OpsLogRecord -Segment s1 -Force -Verbose 4>&1
        "$message" | Should -BeLike "*Restored 3 records from the archive segment 's1'*1 replaced an active record, and 1 had an equal active record*"
        (Get-OpsLogRecord r2).n | Should -Be 2
        Undo-OpsLogOperation | Should -HaveCount 3
        (Get-OpsLogRecord r2).n | Should -Be new
    }

    It 'returns the records with -PassThru, in each form' {
        (Restore-OpsLogRecord r1 -Segment s1 -PassThru).OpsLogId | Should -Be r1
        Restore-OpsLogRecord r2 -Segment s1 -PassThru -AsJson | Should -BeExactly '{"n":2}'
        $table = Restore-OpsLogRecord r3 -Segment s1 -PassThru -AsHashtable
        $table | Should -BeOfType System.Collections.Specialized.OrderedDictionary
        $table.n | Should -Be 3
        Get-ErrorId { Restore-OpsLogRecord r4 -Segment s2 -PassThru -AsJson -AsHashtable } | Should -Be ConflictingForms
        (Get-OpsLogArchive s2).Records | Should -Be 2
    }

    It 'works among agents' {
        Close-OpsLogStore
        $one = Open-OpsLogStore $path -Agent one -Durability OperatingSystem
        $two = Open-OpsLogStore $path -Agent two -Durability OperatingSystem
        Restore-OpsLogRecord -Segment s1 -Store $one
        Get-OpsLogRecord r1 -Store $two -ErrorAction Ignore | Should -BeNullOrEmpty
        Update-OpsLogStore $two
        (Get-OpsLogRecord r1 -Store $two).n | Should -Be 1
        Undo-OpsLogOperation -Store $one | Should -HaveCount 3
        Update-OpsLogStore $two
        (Get-OpsLogArchive s1 -Store $two).Records | Should -Be 3
    }
}
