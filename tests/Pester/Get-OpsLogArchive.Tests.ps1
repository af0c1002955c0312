# The segments.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Get-OpsLogArchive' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'tells of each segment' {
        Get-OpsLogArchive | Should -BeNullOrEmpty
        Set-OpsLogRecord a @{ n = 1 }
        Set-OpsLogRecord b @{ n = 2 }
        $null = Invoke-OpsLogArchive -Id a -Segment jobs-1
        $null = Invoke-OpsLogArchive -Id b -Segment jobs-2
        (Get-OpsLogArchive).Segment | Should -Be jobs-1, jobs-2
        $one = Get-OpsLogArchive jobs-1
        $one.Records | Should -Be 1
        $one.Bytes | Should -Be (Get-Item "$path/archive/archive-jobs-1.json").Length
        ([datetime]::UtcNow - $one.Modified).TotalMinutes | Should -BeLessThan 1
        Get-OpsLogArchive 'jobs-*' | Should -HaveCount 2
        Get-OpsLogArchive 'none*' | Should -BeNullOrEmpty
    }
}
