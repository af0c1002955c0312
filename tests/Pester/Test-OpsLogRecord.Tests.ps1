# Whether records exist.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Test-OpsLogRecord' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord a @{ n = 1 }
    }
    AfterEach { Close-TestStore }

    It 'returns a result for each id' {
        Test-OpsLogRecord a | Should -BeTrue
        Test-OpsLogRecord a, A, 'a*' | Should -Be $true, $false, $false
        'a', 'b' | Test-OpsLogRecord | Should -Be $true, $false
        Get-OpsLogRecord | Test-OpsLogRecord | Should -BeTrue
    }

    It 'sees what a batch has done so far' {
        Invoke-OpsLogBatch { Remove-OpsLogRecord a; Test-OpsLogRecord a } | Should -BeFalse
    }
}
