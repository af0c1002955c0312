# Checkpoints on request.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Invoke-OpsLogCompaction' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'writes the state and begins a new log' {
        Set-OpsLogRecord a @{ n = 1 }
        $result = Invoke-OpsLogCompaction -PassThru
        $result.Taken, $result.Records, $result.Operations | Should -Be $true, 1, 1
        $store.OperationsSinceCheckpoint | Should -Be 0
        $store.SnapshotBytes | Should -Be $result.SnapshotBytes
        (Invoke-OpsLogCompaction -PassThru).Taken | Should -BeFalse
        Invoke-OpsLogCompaction | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        Set-OpsLogRecord a @{ n = 1 }
        $before = Get-StoreContent $path
        Invoke-OpsLogCompaction -WhatIf
        Get-StoreContent $path | Should -BeExactly $before
    }
}
