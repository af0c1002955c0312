# Removing records.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Remove-OpsLogRecord' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        1..5 | ForEach-Object { @{ OpsLogId = "r$_"; n = $_ } } | Set-OpsLogRecord
    }
    AfterEach { Close-TestStore }

    It 'removes by id, by wildcards and from the pipeline' {
        Remove-OpsLogRecord r1
        Remove-OpsLogRecord -Id r2, 'r3*'
        Get-OpsLogRecord { $_.n -eq 4 } | Remove-OpsLogRecord
        (Get-OpsLogRecord).OpsLogId | Should -Be r5
        'r5' | Remove-OpsLogRecord
        $store.Records | Should -Be 0
        Close-OpsLogStore
        (Open-OpsLogStore $path).Records | Should -Be 0
    }

    It 'takes wildcards for a pattern, also where a record has just that id' {
        Set-OpsLogRecord 'r*' @{ n = 0 }
        Remove-OpsLogRecord -LiteralId 'r*'
        $store.Records | Should -Be 5
        Set-OpsLogRecord 'r*' @{ n = 0 }
        Remove-OpsLogRecord 'r*'
        $store.Records | Should -Be 0
    }

    It 'goes on after a missing one' {
        Remove-OpsLogRecord r1, none, r2 -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 1
        $errors[0].ToString() | Should -BeLike "*'none'*"
        $store.Records | Should -Be 3
    }

    It 'returns with -PassThru what it removed, otherwise nothing' {
        Remove-OpsLogRecord r1 | Should -BeNullOrEmpty
        (Remove-OpsLogRecord r2 -PassThru).n | Should -Be 2
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-StoreContent $path
        Remove-OpsLogRecord 'r*' -WhatIf
        Get-OpsLogRecord | Remove-OpsLogRecord -WhatIf
        Get-StoreContent $path | Should -BeExactly $before
    }
}
