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

    It 'changes nothing with -WhatIf' {
        $before = Get-StoreContent $path
        Undo-OpsLogOperation -WhatIf | Should -BeNullOrEmpty
        Get-StoreContent $path | Should -BeExactly $before
    }
}
