# Taking steps back.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Undo-OpsLogOperation' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord a @{ n = 1 }
        Set-OpsLogRecord a @{ n = 2 }
        Invoke-OpsLogBatch { Set-OpsLogRecord b @{ n = 3 }; Set-OpsLogRecord c @{ n = 4 } }
    }
    AfterEach { Close-TestStore }

    It 'takes back the last step and returns it' {
        (Undo-OpsLogOperation).OpsLogId | Should -Be b, c
        (Get-OpsLogRecord).n | Should -Be 2
        (Undo-OpsLogOperation).After.n | Should -Be 2
        (Get-OpsLogRecord).n | Should -Be 1
        Undo-OpsLogOperation | Should -HaveCount 1
        Test-OpsLogRecord a | Should -BeFalse
    }

    It 'goes on past a checkpoint and a close' {
        Invoke-OpsLogCompaction
        Close-OpsLogStore
        $null = Open-OpsLogStore $path
        Undo-OpsLogOperation -Count 2 | Should -HaveCount 3
        (Get-OpsLogRecord).n | Should -Be 1
        (Get-OpsLogOperation -Last 1).Undo | Should -BeTrue
    }

    It 'says so where there is nothing left, and changes nothing' {
        Undo-OpsLogOperation -Count 9 -WarningVariable warnings -WarningAction SilentlyContinue | Should -HaveCount 4
        $warnings | Should -BeLike '*3 of 9*'
        $before = Get-StoreContent $path
        Undo-OpsLogOperation -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings | Should -BeLike '*nothing to undo*'
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'says so where the history was removed, and only there' {
        Undo-OpsLogOperation -Count 9 -WarningVariable warnings -WarningAction SilentlyContinue | Should -HaveCount 4
        "$warnings" | Should -Not -BeLike '*removed*'
        Set-OpsLogRecord a @{ n = 1 }
        Invoke-OpsLogCompaction
        Set-OpsLogRecord b @{ n = 1 }
        $null = Remove-OpsLogHistory -Keep 0 -Confirm:$false
        Undo-OpsLogOperation -Count 2 -WarningVariable warnings -WarningAction SilentlyContinue | Should -HaveCount 1
        "$warnings" | Should -BeLike '*nothing more to undo*1 of 2 steps*logs with the earlier steps were removed (Remove-OpsLogHistory,*'
        Undo-OpsLogOperation -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '*nothing to undo*''. The logs*were removed*'
    }

    It 'says after a migration that history was removed only if it was' {
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -SchemaVersion 2 -Durability OperatingSystem
        Undo-OpsLogOperation -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -Not -BeLike '*removed*'
        Set-OpsLogRecord a @{ n = 1 }
        Invoke-OpsLogCompaction
        $null = Remove-OpsLogHistory -Keep 0 -Confirm:$false
        Undo-OpsLogOperation -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '*were removed*'
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-StoreContent $path
        Undo-OpsLogOperation -WhatIf | Should -BeNullOrEmpty
        Get-StoreContent $path | Should -BeExactly $before
    }
}
