# Several writers of one store in one process.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Two agents in one process' {
    BeforeEach {
        $path = New-TestStorePath
        $one = Open-OpsLogStore $path -Agent one -Durability OperatingSystem
        $two = Open-OpsLogStore $path -Agent two -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'are distinguished by the session, and listed' {
        $one.Agent, $two.Agent | Should -Be one, two
        (Get-OpsLogStore).Agent | Should -Be two, one
        Set-OpsLogRecord a @{ n = 1 } -Store $one
        $one.Clock | Should -Be 1
        Get-OpsLogStore | Format-Table | Out-String | Should -Match '(?s)Agent.*two.*one'
        Close-TestStore
        (Open-OpsLogStore $path -ReadOnly).Agent | Should -BeNullOrEmpty
    }

    It 'can''t have ids that Windows or macOS takes for one' {
        (Get-ErrorId { Open-OpsLogStore $path -Agent ONE }) | Should -Be InvalidName
    }

    It 'can''t have a new id that is not a file name on every system: <agent>' -ForEach @(
        @{ agent = 'night shift' }
        @{ agent = 'a&b' }
        @{ agent = 'nul' }
        @{ agent = 'end.' }
    ) {
        (Get-ErrorId { Open-OpsLogStore $path -Agent $agent }) | Should -Be InvalidName
        (Get-ErrorId { Open-OpsLogStore (New-TestStorePath) -Agent $agent }) | Should -Be InvalidName
    }

    It 'can''t have ids that are one in another Unicode form' {
        if ([string]::new([char]0xF6, 1).Normalize('FormD').Length -eq 1) { Set-ItResult -Skipped -Because 'this shell has no Unicode data (invariant mode)'; return }
        $null = Open-OpsLogStore $path -Agent "j$([char]0xF6)rg"
        (Get-ErrorId { Open-OpsLogStore $path -Agent "jo$([char]0x308)rg" }) | Should -Be InvalidName
    }

    It 'see each other''s writes after Update-OpsLogStore' {
        Set-OpsLogRecord a @{ n = 1 } -Store $one
        Set-OpsLogRecord b @{ n = 2 } -Store $two
        Test-OpsLogRecord b -Store $one | Should -BeFalse
        $new = Update-OpsLogStore -Store $one -PassThru
        $new.OpsLogId, $new.Agent, $new.Clock | Should -Be b, two, 1
        $new = Update-OpsLogStore -Store $two -PassThru
        $new.OpsLogId, $new.Agent | Should -Be a, one
        foreach ($session in $one, $two) { (Get-OpsLogRecord -Store $session).n | Sort-Object | Should -Be 1, 2 }
        Update-OpsLogStore -Store $two -PassThru | Should -BeNullOrEmpty
    }

    It 'have one order: the later clock wins, and for equal ones the later agent id' {
        Set-OpsLogRecord a @{ by = 'one' } -Store $one
        Set-OpsLogRecord a @{ by = 'two' } -Store $two
        $one, $two | Update-OpsLogStore
        foreach ($session in $one, $two) { (Get-OpsLogRecord -Id a -Store $session).by | Should -Be two }
        Set-OpsLogRecord a @{ by = 'one again' } -Store $one
        Update-OpsLogStore $two
        (Get-OpsLogRecord -Id a -Store $two).by | Should -Be 'one again'
    }

    It 'are in the log, and Get-OpsLogOperation picks by agent' {
        Set-OpsLogRecord a @{ n = 1 } -Store $one
        Update-OpsLogStore $two
        Set-OpsLogRecord a @{ n = 2 } -Store $two
        Set-OpsLogRecord b @{ n = 3 } -Store $two
        Update-OpsLogStore $one
        (Get-OpsLogOperation -Store $one).Agent | Should -Be one, two, two
        (Get-OpsLogOperation -Store $one -Agent two).OpsLogId | Should -Be a, b
        (Get-OpsLogOperation a -Store $one -Agent one).Clock | Should -Be 1
    }

    It 'undo their own last step alone, and leave what another wrote later' {
        Set-OpsLogRecord a @{ by = 'one' } -Store $one
        Set-OpsLogRecord b @{ by = 'one' } -Store $one
        Update-OpsLogStore $two
        Set-OpsLogRecord a @{ by = 'two' } -Store $two
        Set-OpsLogRecord c @{ by = 'two' } -Store $two
        Update-OpsLogStore $one
        (Undo-OpsLogOperation -Store $one -Count 2).OpsLogId | Should -Be b, a
        Update-OpsLogStore $two
        foreach ($session in $one, $two) {
            Get-OpsLogRecord -Store $session | ForEach-Object { "$($_.OpsLogId) $($_.by)" } | Sort-Object | Should -Be 'a two', 'c two'
        }
        (Get-OpsLogOperation -Store $two -Agent one).Undo | Should -Be $false, $false, $true, $true
        Undo-OpsLogOperation -Store $one -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings | Should -BeLike '*nothing to undo*'
    }

    It 'undo their own last step though another wrote and compacted behind it' {
        Set-OpsLogRecord a @{ by = 'one' } -Store $one
        Remove-OpsLogRecord a -Store $one
        Update-OpsLogStore $two
        1..9 | ForEach-Object { Set-OpsLogRecord b @{ n = $_ } -Store $two }
        Invoke-OpsLogCompaction -Store $two
        (Undo-OpsLogOperation -Store $one).OpsLogId | Should -Be a
        (Get-OpsLogRecord -Id a -Store $one).by | Should -Be one
    }

    It 'refuse with Undo the deletion of a record that a compaction has forgotten, and change nothing' {
        Set-OpsLogRecord a @{ by = 'one' } -Store $one
        Remove-OpsLogRecord a -Store $one
        Close-OpsLogStore $one
        Update-OpsLogStore $two
        1..9 | ForEach-Object { Set-OpsLogRecord b @{ n = $_ } -Store $two }
        Invoke-OpsLogCompaction -Store $two
        $one = Open-OpsLogStore $path -Agent one
        $before = Get-StoreContent $path
        Get-ErrorId { Undo-OpsLogOperation -Store $one } | Should -Be Undo
        "$($Error[0])" | Should -BeLike "*record 'a'*set the record to the Before value*"
        Get-StoreContent $path | Should -BeExactly $before
        Test-OpsLogRecord -Id a -Store $one | Should -BeFalse
    }

    It 'lose nothing to each other''s compaction and archive' {
        1..20 | ForEach-Object { Set-OpsLogRecord "one$_" @{ n = $_ } -Store $one; Set-OpsLogRecord "two$_" @{ n = $_ } -Store $two }
        Invoke-OpsLogCompaction -Store $one
        Set-OpsLogRecord after @{ n = 1 } -Store $two
        $null = Invoke-OpsLogArchive { $_.n -gt 15 } -Segment big -Store $two
        Invoke-OpsLogCompaction -Store $two
        Update-OpsLogStore $one
        $expected = @(1..15 | ForEach-Object { "one$_"; "two$_" }; 'after') | Sort-Object
        foreach ($session in $one, $two) { (Get-OpsLogRecord -Store $session).OpsLogId | Sort-Object | Should -Be $expected }
        Get-OpsLogRecord -Segment big -Store $one | Should -HaveCount 10
        Close-TestStore
        $null = Open-OpsLogStore $path
        (Get-OpsLogRecord).OpsLogId | Sort-Object | Should -Be $expected
    }

    It 'have batches that come whole' {
        Invoke-OpsLogBatch { Set-OpsLogRecord a @{ n = 1 }; Set-OpsLogRecord b @{ n = 2 } } -Store $two
        (Update-OpsLogStore $one -PassThru).Batch | Should -Be '1/2', '2/2'
        (Undo-OpsLogOperation -Store $two).OpsLogId | Should -Be a, b
        Update-OpsLogStore $one
        Get-OpsLogRecord -Store $one | Should -BeNullOrEmpty
    }

    It 'watch each other, also when a step of one''s own had to refresh' {
        Set-OpsLogRecord x1 @{ n = 1 } -Store $two
        $seen = Watch-OpsLogStore -Store $one -Count 3 -Timeout 30 | ForEach-Object {
            "$($_.Agent) $($_.OpsLogId)"
            if ($_.OpsLogId -eq 'x1') {
                Set-OpsLogRecord x2 @{ n = 2 } -Store $two
                Set-OpsLogRecord mine @{ n = 2 } -Store $one
                Invoke-OpsLogCompaction -Store $one
                Set-OpsLogRecord x3 @{ n = 3 } -Store $two
            }
        }
        $seen | Should -Be 'two x1', 'two x2', 'two x3'
    }
}
