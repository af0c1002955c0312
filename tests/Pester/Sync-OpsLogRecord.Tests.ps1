# The input is the whole truth about the records that it represents.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Get-State { @(Get-OpsLogRecord | ForEach-Object { "$($_.OpsLogId)=$($_.n)" }) | Sort-Object }
    function New-Item ($Id, $N) { [pscustomobject]@{ OpsLogId = $Id; n = $N } }
}

Describe 'Sync-OpsLogRecord' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        'a', 'b', 'c' | ForEach-Object { New-Item $_ 1 } | Set-OpsLogRecord
        $input3 = (New-Item a 1), (New-Item b 2), (New-Item d 4)
    }
    AfterEach { Close-TestStore }

    It 'adds what is new, sets what differs, removes what is gone, in one step' {
        $differences = $input3 | Sync-OpsLogRecord -Comment nightly
        ($differences | ForEach-Object { "$($_.Change) $($_.OpsLogId) $($_.Changes -join ', ')" }) | Should -Be 'Changed b n=2', 'Added d n=4', 'Removed c -n'
        Get-State | Should -Be a=1, b=2, d=4
        $step = Get-OpsLogOperation -Last 3
        $step.Batch | Should -Be 1/3, 2/3, 3/3
        $step.OpsLogId | Should -Be b, d, c
        $step[2].Comment | Should -Be nightly
        $null = Undo-OpsLogOperation
        Get-State | Should -Be a=1, b=1, c=1
    }

    It 'writes nothing if nothing differs' {
        $null = $input3 | Sync-OpsLogRecord
        $before = Get-StoreContent $path
        $input3 | Sync-OpsLogRecord | Should -BeNullOrEmpty
        Get-OpsLogRecord | Sync-OpsLogRecord | Should -BeNullOrEmpty
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'removes only within its scope: <Name>' -ForEach @(
        @{ Name = 'ids'; Scope = 'a', 'c'; Left = 'a=5', 'b=1' }
        @{ Name = 'a pattern'; Scope = '[ab]', 'a*'; Left = 'a=5', 'b=1', 'c=1' }
        @{ Name = 'a script'; Scope = { $_.OpsLogId -ne 'c' }; Left = 'a=5', 'c=1' }
        @{ Name = 'all'; Scope = '*'; Left = @('a=5') }
    ) {
        $null = New-Item a 5 | Sync-OpsLogRecord -Scope $Scope
        Get-State | Should -Be $Left
    }

    It 'removes nothing with -KeepMissing' {
        (New-Item a 5 | Sync-OpsLogRecord -KeepMissing).OpsLogId | Should -Be a
        Get-State | Should -Be a=5, b=1, c=1
    }

    It 'takes the id from another property, and dictionaries' {
        $null = @{ name = 'a'; n = 7 } | Sync-OpsLogRecord -IdProperty name
        Get-State | Should -Be a=7
    }

    It 'refuses an empty input, which -AllowEmpty permits' {
        Get-ErrorId { @() | Sync-OpsLogRecord } | Should -Be EmptyInput
        Get-ErrorId { Get-OpsLogRecord 'none*' | Sync-OpsLogRecord -Scope 'a*' } | Should -Be EmptyInput
        Get-State | Should -Be a=1, b=1, c=1
        (@() | Sync-OpsLogRecord -AllowEmpty -Scope b).Change | Should -Be Removed
        Get-State | Should -Be a=1, c=1
        $null = @() | Sync-OpsLogRecord -AllowEmpty
        Get-State | Should -BeNullOrEmpty
    }

    It 'refuses an input as a whole: <Id>' -ForEach @(
        @{ Id = 'DuplicateId'; Do = { (New-Item a 2), (New-Item a 3) | Sync-OpsLogRecord } }
        @{ Id = 'OutOfScope'; Do = { (New-Item a 2), (New-Item x 3) | Sync-OpsLogRecord -Scope 'a*' } }
        @{ Id = 'NoId'; Do = { (New-Item a 2), [pscustomobject]@{ n = 1 } | Sync-OpsLogRecord } }
        @{ Id = 'NotAnObject'; Do = { (New-Item a 2), 5 | Sync-OpsLogRecord } }
        @{ Id = 'NotANumber'; Do = { (New-Item a 2), (New-Item b ([double]::NaN)) | Sync-OpsLogRecord } }
        @{ Id = 'NotARecord'; Do = { Get-OpsLogOperation | Sync-OpsLogRecord } }
    ) {
        $before = Get-StoreContent $path
        Get-ErrorId $Do | Should -Be $Id
        "$($Error[0])" | Should -BeLike '*Nothing was changed*'
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'returns the differences with -WhatIf, also in a store that is open for reading, and changes nothing' {
        Close-OpsLogStore
        $before = Get-StoreContent $path
        $null = Open-OpsLogStore $path -ReadOnly
        ($input3 | Sync-OpsLogRecord -WhatIf).OpsLogId | Should -Be b, d, c
        Get-ErrorId { $input3 | Sync-OpsLogRecord } | Should -Be StoreReadOnly
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'takes part in a batch' {
        Invoke-OpsLogBatch { Set-OpsLogRecord e @{ n = 9 }; $null = $input3 | Sync-OpsLogRecord -Scope { $_.OpsLogId -ne 'e' }; Set-OpsLogRecord f @{ n = 8 } }
        Get-State | Should -Be a=1, b=2, d=4, e=9, f=8
        (Get-OpsLogOperation -Last 1).Batch | Should -Be 5/5
        Get-ErrorId { Invoke-OpsLogBatch { $input3 | Sync-OpsLogRecord -Comment no } } | Should -Be CommentInBatch
        Invoke-OpsLogBatch { Set-OpsLogRecord g @{ n = 1 }; try { (New-Item a 2), (New-Item a 3) | Sync-OpsLogRecord } catch { $_ } } | Should -Not -BeNullOrEmpty
        Get-State | Should -Be a=1, b=2, d=4, e=9, f=8, g=1
    }

    It 'reads what other agents wrote before' {
        Close-OpsLogStore
        $one = Open-OpsLogStore $path -Agent one
        $two = Open-OpsLogStore $path -Agent two
        Set-OpsLogRecord x @{ n = 1 } -Store $two
        ((New-Item a 1), (New-Item b 1), (New-Item c 1) | Sync-OpsLogRecord -Store $one).OpsLogId | Should -Be x
    }
}
