# The log.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Get-OpsLogOperation' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord a @{ n = 1 }
        Set-OpsLogRecord a @{ n = 2 }
        Invoke-OpsLogCompaction
        Invoke-OpsLogBatch { Set-OpsLogRecord b @{ n = 3 }; Remove-OpsLogRecord a }
    }
    AfterEach { Close-TestStore }

    It 'returns everything, oldest first, across checkpoints' {
        $all = Get-OpsLogOperation
        $all.OpsLogId | Should -Be a, a, b, a
        $all.Operation | Should -Be Set, Set, Set, Delete
        $all.Batch | Should -Be $null, $null, '1/2', '2/2'
        $all[0].Before | Should -BeNullOrEmpty
        $all[1].Before.n, $all[1].After.n | Should -Be 1, 2
        $all[3].Before.n | Should -Be 2
        $all[3].After | Should -BeNullOrEmpty
        $all[0].Time.Kind | Should -Be Utc
        $all[0].Log | Should -Not -Be $all[2].Log
    }

    It 'returns the history of records' {
        (Get-OpsLogOperation a).Operation | Should -Be Set, Set, Delete
        Get-OpsLogOperation -Id a, b | Should -HaveCount 4
        Get-OpsLogOperation -Id 'b*' | Should -HaveCount 1
        Get-OpsLogRecord | Get-OpsLogOperation | Should -HaveCount 1
        Get-OpsLogOperation -Id none | Should -BeNullOrEmpty
    }

    It 'picks by time, by agent and the last ones' {
        Get-OpsLogOperation -Since (Get-Date).AddMinutes(1) | Should -BeNullOrEmpty
        Get-OpsLogOperation -Since (Get-Date).AddMinutes(-1) | Should -HaveCount 4
        Get-OpsLogOperation -Until (Get-Date).AddMinutes(-1) | Should -BeNullOrEmpty
        Get-OpsLogOperation -Until ([datetime]::UtcNow.AddMinutes(1)) | Should -HaveCount 4
        Get-OpsLogOperation -Agent unknown | Should -BeNullOrEmpty
        (Get-OpsLogOperation -Last 1).Operation | Should -Be Delete
        Get-OpsLogOperation a -Last 2 | Should -HaveCount 2
    }

    It 'gives the values as text or dictionaries, and what no object can hold as a dictionary' {
        (Get-OpsLogOperation a -AsJson)[1].After | Should -BeExactly '{"n":2}'
        (Get-OpsLogOperation a -AsHashtable)[1].After | Should -BeOfType Collections.IDictionary
        Set-OpsLogRecord c (ConvertFrom-Json '{"a":1,"A":2}' -AsHashtable)
        (Get-OpsLogOperation c).After['A'] | Should -Be 2
    }

    It 'stops at once when the pipeline has enough' {
        Get-OpsLogOperation | Select-Object -First 1 | Should -HaveCount 1
    }
}
