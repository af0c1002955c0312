# Durable writes on request.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Save-OpsLogStore' {
    BeforeEach {
        $path = New-TestStorePath
        # Writes return before anything is in the log.
        $store = Open-OpsLogStore $path -WriteMode Async -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'puts everything that waits into the log' {
        1..3 | ForEach-Object { Set-OpsLogRecord "r$_" @{ n = $_ } }
        Save-OpsLogStore | Should -BeNullOrEmpty
        $lines = [Text.Encoding]::UTF8.GetString((Get-FileByte (Get-ChildItem "$path/ops/*.jsonl").FullName)).TrimEnd() -split "`n"
        $lines | Should -HaveCount 3
    }

    It 'returns the store with -PassThru, from the pipeline and by default' {
        Save-OpsLogStore -PassThru | Should -Be $store
        $other = Open-OpsLogStore (New-TestStorePath 'other')
        $store, $other | Save-OpsLogStore -PassThru | Should -Be $store, $other
        Save-OpsLogStore -Store $path -PassThru | Should -Be $store
    }

    It 'works for an agent' {
        $agent = Open-OpsLogStore (New-TestStorePath 'agents') -Agent a
        Set-OpsLogRecord a @{ n = 1 }
        Save-OpsLogStore $agent -PassThru | Should -Be $agent
    }

    It 'fails if the log is gone' -Skip:$IsWindows {
        Set-OpsLogRecord a @{ n = 1 }
        Save-OpsLogStore
        Remove-Item "$path/ops/*.jsonl"
        Get-ErrorId { Save-OpsLogStore } | Should -Be StoreFailed
    }

    It 'is refused: <id>' -ForEach @(
        @{ id = 'StoreReadOnly'; do = { Open-OpsLogStore $path -ReadOnly | Save-OpsLogStore } }
        @{ id = 'NotInBatch'; do = { Invoke-OpsLogBatch { Save-OpsLogStore } } }
        @{ id = 'StoreClosed'; do = { Close-OpsLogStore $store; Save-OpsLogStore $store } }
        @{ id = 'NoOpenStore'; do = { Close-OpsLogStore $store; Save-OpsLogStore } }
    ) {
        Get-ErrorId $do | Should -Be $id
    }
}
