# Removing kept logs.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Remove-OpsLogHistory' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        1..4 | ForEach-Object { Set-OpsLogRecord "r$_" @{ n = $_ }; Invoke-OpsLogCompaction }
        $logs = (Get-ChildItem $path/ops).Name
        $ConfirmPreference = 'None'
    }
    AfterEach { Close-TestStore }

    It 'removes all but the newest, and returns what it removed' {
        $sizes = Get-ChildItem $path/ops | ForEach-Object Length
        $removed = Remove-OpsLogHistory -Keep 1
        $removed | Should -BeOfType OpsLog.Core.Store.KeptLog
        $removed.Log | Should -Be ($logs[0..2] | ForEach-Object { "ops/$_" })
        $removed.Path | ForEach-Object { Test-Path $_ } | Should -Be $false, $false, $false
        $removed.Bytes | Should -Be $sizes[0..2]
        $removed.From | ForEach-Object { ([datetime]::UtcNow - $_).TotalMinutes | Should -BeLessThan 5 }
        $removed[0].Until | Should -BeLessThan $removed[2].Until
        ($removed | Out-String -Width 200) | Should -Match ([regex]::Escape($logs[0]))
        (Get-ChildItem $path/ops).Name | Should -Be $logs[3..4]
        (Get-OpsLogOperation).OpsLogId | Should -Be r4
        $store.Records | Should -Be 4
        (Undo-OpsLogOperation).OpsLogId | Should -Be r4
        Undo-OpsLogOperation -WarningAction Ignore | Should -BeNullOrEmpty
        Close-OpsLogStore
        Test-OpsLogStore $path | Should -BeNullOrEmpty
    }

    It 'takes an age or a time, and both limits together' {
        Remove-OpsLogHistory -OlderThan (New-TimeSpan -Days 1) | Should -BeNullOrEmpty
        Remove-OpsLogHistory 1.00:00:00 | Should -BeNullOrEmpty
        Remove-OpsLogHistory -OlderThan ([timespan]::MaxValue) -Keep 0 | Should -BeNullOrEmpty
        Remove-OpsLogHistory -OlderThan (Get-Date).AddDays(-1) | Should -BeNullOrEmpty
        Remove-OpsLogHistory -OlderThan '2020-01-01' | Should -BeNullOrEmpty
        Remove-OpsLogHistory -OlderThan (Get-Date).AddHours(1) -Keep 3 | Should -HaveCount 1
        Remove-OpsLogHistory -OlderThan ([datetimeoffset]::Now.AddHours(1)) -Keep 2 | Should -HaveCount 1
        Remove-OpsLogHistory -OlderThan (Get-Date).AddHours(1).ToUniversalTime() | Should -HaveCount 2
        $message = Remove-OpsLogHistory -Keep 0 -Verbose 4>&1
        "$message" | Should -BeLike "*'$path' has no kept log to remove*"
    }

    It 'refuses <name>' -ForEach @(
        @{ name = 'a plain number'; do = { Remove-OpsLogHistory -OlderThan 90 } }
        @{ name = 'a number as text'; do = { Remove-OpsLogHistory -OlderThan '90' } }
        @{ name = 'a negative age'; do = { Remove-OpsLogHistory -OlderThan (New-TimeSpan -Days -1) } }
        @{ name = 'what is no time'; do = { Remove-OpsLogHistory -OlderThan tomorrow } }
        @{ name = 'a negative number of logs'; do = { Remove-OpsLogHistory -Keep -1 } }
    ) {
        $do | Should -Throw
        (Get-ChildItem $path/ops).Name | Should -Be $logs
    }

    It 'asks before it removes anything' {
        (Get-Command Remove-OpsLogHistory).ImplementingType.GetCustomAttributes($true).ConfirmImpact | Should -Contain High
    }

    It 'takes no checkpoint' {
        Set-OpsLogRecord r5 @{ n = 5 }
        $null = Remove-OpsLogHistory -Keep 0
        (Get-OpsLogOperation).OpsLogId | Should -Be r5
        $store.OperationsSinceCheckpoint | Should -Be 1
    }
}
