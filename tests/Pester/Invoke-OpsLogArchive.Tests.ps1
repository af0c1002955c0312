# Moving records to segments.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Invoke-OpsLogArchive' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        1..6 | ForEach-Object { @{ OpsLogId = "r$_"; n = $_ } } | Set-OpsLogRecord
    }
    AfterEach { Close-TestStore }

    It 'moves what a filter finds to the segment of this quarter' {
        $least = 4
        $now = [datetime]::UtcNow
        $result = Invoke-OpsLogArchive { $_.n -gt $least }
        $result.Segment | Should -Be "$($now.Year)-Q$([Math]::Ceiling($now.Month / 3))"
        $result.Records | Should -Be 2
        (Get-OpsLogRecord).n | Should -Be 1, 2, 3, 4
        (Get-OpsLogRecord -Segment $result.Segment).n | Should -Be 5, 6
        (Get-OpsLogOperation r5 -Last 1).Segment | Should -Be $result.Segment
    }

    It 'moves by id, by wildcards and from the pipeline, and adds to a segment' {
        (Invoke-OpsLogArchive -Id r1, r2, 'r3*' -Segment s).Records | Should -Be 3
        (Get-OpsLogRecord -Id r4 | Invoke-OpsLogArchive -Segment s).Records | Should -Be 1
        ('r5' | Invoke-OpsLogArchive -Segment s).Records | Should -Be 1
        (Get-OpsLogArchive s).Records | Should -Be 5
        (Get-OpsLogRecord).OpsLogId | Should -Be r6
    }

    It 'is one step for undo' {
        $null = Invoke-OpsLogArchive { $true } -Segment s
        Undo-OpsLogOperation | Should -HaveCount 6
        $store.Records | Should -Be 6
        Get-OpsLogArchive | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf, or where the filter throws' {
        $before = Get-StoreContent $path
        Invoke-OpsLogArchive { $true } -WhatIf
        { Invoke-OpsLogArchive { if ($_.n -eq 4) { throw 'no' }; $true } } | Should -Throw no
        Get-StoreContent $path | Should -BeExactly $before
        { Set-OpsLogRecord x @{} } | Should -Not -Throw
    }

    It 'refuses a segment that Windows or macOS takes for an existing one, and one whose name is too long in bytes' {
        $null = Invoke-OpsLogArchive -Id r1 -Segment Q1
        { Invoke-OpsLogArchive -Id r3 -Segment q1 } | Should -Throw -ErrorId 'InvalidName,*' -ExpectedMessage "*'Q1'*"
        { Invoke-OpsLogArchive -Id r3 -Segment ([string][char]0x3042 * 100) } | Should -Throw -ErrorId 'InvalidName,*' -ExpectedMessage '*300 bytes*'
        (Get-OpsLogRecord).OpsLogId | Should -Be r2, r3, r4, r5, r6
    }

    It 'refuses a segment that is an existing one in another Unicode form' {
        if ("caf$([char]0xE9)".Normalize('FormD').Length -eq 4) { Set-ItResult -Skipped -Because 'this shell has no Unicode data (invariant mode)'; return }
        $null = Invoke-OpsLogArchive -Id r1 -Segment "caf$([char]0xE9)"
        { Invoke-OpsLogArchive -Id r2 -Segment "cafe$([char]0x301)" } | Should -Throw -ErrorId 'InvalidName,*'
        { Invoke-OpsLogArchive -Id r2 -Segment "CAFE$([char]0x301)" } | Should -Throw -ErrorId 'InvalidName,*'
    }
}
