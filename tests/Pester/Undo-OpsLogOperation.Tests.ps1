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

    It 'keeps the step and its undo in the history, with the reason' {
        $null = Undo-OpsLogOperation -Comment 'a mistake'
        $log = Get-OpsLogOperation
        $log.Undo | Should -Be $false, $false, $false, $false, $true, $true
        $log[4, 5].Comment | Should -Be 'a mistake', 'a mistake'
        $log[5].Author | Should -Be $store.Author
    }

    It 'erases the last step with -Erase' {
        $before = @(Get-OpsLogOperation | Select-Object -First 2).Offset
        (Undo-OpsLogOperation -Erase).OpsLogId | Should -Be b, c
        (Get-OpsLogOperation).Offset | Should -Be $before
        (Undo-OpsLogOperation 2 -Erase).OpsLogId | Should -Be a, a
        $store.LogBytes | Should -Be 0
        Undo-OpsLogOperation -Erase -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '*nothing to undo*'
    }

    It 'does not erase an undo, and has no comment for an erasure' {
        $null = Undo-OpsLogOperation
        { Undo-OpsLogOperation -Erase } | Should -Throw "*can't be erased*it undoes an earlier step*" -ErrorId 'Undo,*'
        { Undo-OpsLogOperation -Erase -Comment x } | Should -Throw '*-Erase removes the step*' -ErrorId 'ConflictingParameters,*'
    }

    It 'undoes operations from the pipeline by themselves, the last step first, a batch once' {
        Set-OpsLogRecord d @{ n = 5 }
        (Get-OpsLogOperation b, a -Last 2 | Undo-OpsLogOperation -Comment 'not wanted').OpsLogId | Should -Be b, c, a
        Get-OpsLogRecord -AsJson | Should -Be '{"n":1}', '{"n":5}'
        (Get-OpsLogOperation -Last 3).Undo | Should -Be $true, $true, $true
        (Get-OpsLogOperation -Last 3).Comment | Should -Be 'not wanted', 'not wanted', 'not wanted'
        (Undo-OpsLogOperation).OpsLogId | Should -Be d
    }

    It 'refuses a step whose record was changed later, and goes on' {
        $steps = (Get-OpsLogOperation | Where-Object OpsLogId -In a, b).Step
        Set-OpsLogRecord b @{ n = 6 }
        $undone = Undo-OpsLogOperation -Step $steps -ErrorVariable refused -ErrorAction SilentlyContinue
        $undone.OpsLogId | Should -Be a, a
        $refused | Should -HaveCount 1
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'Undo,*'
        "$refused" | Should -BeLike "*record 'b' no longer has the value that this step wrote*"
        $refused[0].TargetObject | Should -Be $steps[2]
        Get-OpsLogRecord -AsJson | Should -Be '{"n":6}', '{"n":4}'
    }

    It 'undoes a step once, and writes an error for what is no step' {
        $step = (Get-OpsLogOperation c).Step
        Undo-OpsLogOperation -Step $step, $step | Should -HaveCount 2
        Undo-OpsLogOperation -Step $step -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$refused" | Should -BeLike '*undone already*'
        Undo-OpsLogOperation -Step 'x' -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'NotAStep,*'
        "$refused" | Should -BeLike "*'x' does not identify a step*"
    }

    It 'says with -WhatIf which step, and refuses what it would refuse' {
        $before = Get-StoreContent $path
        Get-OpsLogOperation a -Last 1 | Undo-OpsLogOperation -WhatIf | Should -BeNullOrEmpty
        Get-OpsLogOperation a | Select-Object -First 1 | Undo-OpsLogOperation -WhatIf -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused | Should -HaveCount 1
        Undo-OpsLogOperation -Erase -WhatIf | Should -BeNullOrEmpty
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'does nothing for an empty pipeline' {
        Get-OpsLogOperation nosuch | Undo-OpsLogOperation | Should -BeNullOrEmpty
        Get-OpsLogOperation | Should -HaveCount 4
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-StoreContent $path
        Undo-OpsLogOperation -WhatIf | Should -BeNullOrEmpty
        Get-StoreContent $path | Should -BeExactly $before
    }
}
