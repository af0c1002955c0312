# Taking in what others wrote.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Update-OpsLogStore' {
    BeforeEach {
        $path = New-TestStorePath
    }
    AfterEach { Close-TestStore }

    Context 'A reader beside a single writer' {
        BeforeEach {
            $writer = Open-OpsLogStore $path -Durability OperatingSystem
            Set-OpsLogRecord a @{ n = 1 } -Store $writer
            $reader = Open-OpsLogStore $path -ReadOnly
        }

        It 'sees nothing new before, and everything after' {
            Set-OpsLogRecord a @{ n = 2 } -Store $writer
            Set-OpsLogRecord b @{ n = 3 } -Store $writer
            (Get-OpsLogRecord -Store $reader).n | Should -Be 1
            Update-OpsLogStore -Store $reader | Should -BeNullOrEmpty
            (Get-OpsLogRecord -Store $reader).n | Should -Be 2, 3
        }

        It 'returns with -PassThru the operations that were new, each once, in their order' {
            Set-OpsLogRecord b @{ n = 2 } -Store $writer
            Remove-OpsLogRecord a -Store $writer
            $new = Update-OpsLogStore -Store $reader -PassThru
            $new.OpsLogId | Should -Be b, a
            $new.Operation | Should -Be Set, Delete
            $new[0].After.n | Should -Be 2
            $new[1].Before.n | Should -Be 1
            Update-OpsLogStore -Store $reader -PassThru | Should -BeNullOrEmpty
        }

        It 'misses no operation across checkpoints, not even of a log that came and went in between' {
            Set-OpsLogRecord b @{ n = 2 } -Store $writer
            Invoke-OpsLogCompaction -Store $writer
            Set-OpsLogRecord c @{ n = 3 } -Store $writer
            Invoke-OpsLogCompaction -Store $writer
            Set-OpsLogRecord d @{ n = 4 } -Store $writer
            (Update-OpsLogStore -Store $reader -PassThru).OpsLogId | Should -Be b, c, d
            (Get-OpsLogRecord -Store $reader).OpsLogId | Should -Be a, b, c, d
            Update-OpsLogStore -Store $reader -PassThru | Should -BeNullOrEmpty
        }

        It 'follows an undo that cut the log' {
            Set-OpsLogRecord a @{ n = 2 } -Store $writer
            Update-OpsLogStore -Store $reader
            $null = Undo-OpsLogOperation -Store $writer
            Update-OpsLogStore -Store $reader
            (Get-OpsLogRecord -Store $reader).n | Should -Be 1
        }

        It 'returns the operations that replaced erased steps: <undo> of them, then <set> more' -ForEach @(
            @{ undo = 1; set = 1 }, @{ undo = 1; set = 3 }, @{ undo = 3; set = 1 }, @{ undo = 4; set = 2 }
        ) {
            1..4 | ForEach-Object { Set-OpsLogRecord "r$_" @{ n = $_; text = 'x' * 50 * $_ } -Store $writer }
            Update-OpsLogStore -Store $reader
            $null = Undo-OpsLogOperation -Count $undo -Erase -Store $writer
            1..$set | ForEach-Object { Set-OpsLogRecord "s$_" @{ n = $_; text = 'y' * 70 } -Store $writer }
            (Update-OpsLogStore -Store $reader -PassThru).OpsLogId | Should -Be @(1..$set | ForEach-Object { "s$_" })
            Update-OpsLogStore -Store $reader -PassThru | Should -BeNullOrEmpty
            (Get-OpsLogRecord -Store $reader).OpsLogId | Should -Be (Get-OpsLogRecord -Store $writer).OpsLogId
        }

        It 'takes the store from the pipeline, and the one opened last by default' {
            Set-OpsLogRecord b @{ n = 2 } -Store $writer
            ($reader | Update-OpsLogStore -PassThru).OpsLogId | Should -Be b
            Set-OpsLogRecord c @{ n = 2 } -Store $writer
            (Update-OpsLogStore -PassThru).OpsLogId | Should -Be c
        }
    }

    Context 'A single writer' {
        BeforeEach {
            $writer = Open-OpsLogStore $path -Durability OperatingSystem
            Set-OpsLogRecord a @{ n = 1 }
        }

        It 'has nothing to take in' {
            $before = Get-StoreContent $path
            Update-OpsLogStore -PassThru | Should -BeNullOrEmpty
            Get-StoreContent $path | Should -BeExactly $before
        }

        It 'is refused in a batch' {
            Get-ErrorId { Invoke-OpsLogBatch { Update-OpsLogStore } } | Should -Be NotInBatch
        }
    }

    It 'is refused where no store is open, and for a closed one' {
        Get-ErrorId { Update-OpsLogStore } | Should -Be NoOpenStore
        $store = Open-OpsLogStore $path
        Close-OpsLogStore
        Get-ErrorId { Update-OpsLogStore $store } | Should -Be StoreClosed
    }
}
