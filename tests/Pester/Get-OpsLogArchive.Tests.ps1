# The segments.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Get-OpsLogArchive' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'returns each segment' {
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

    It 'does not say that nothing was archived where something was' {
        $path = New-TestStorePath
        $writer = Open-OpsLogStore $path -Agent one -Durability OperatingSystem
        Set-OpsLogRecord a @{ n = 1 }
        $reader = Open-OpsLogStore $path -ReadOnly
        $null = Invoke-OpsLogArchive -Id a -Segment s -Store $writer

        Get-ErrorId { Get-OpsLogRecord -Segment s -Store $reader } | Should -Be SegmentMissing
        $Error[0].ToString() | Should -BeLike "*'$path'*The store has no segments.*update the store*"
        Update-OpsLogStore $reader
        (Get-OpsLogRecord -Segment s -Store $reader).n | Should -Be 1

        Get-ErrorId { Get-OpsLogRecord -Segment nosuch -Store $writer } | Should -Be SegmentMissing
        $Error[0].ToString() | Should -BeLike '*The segments of the store are: s.*'
        Close-OpsLogStore $reader
        Close-OpsLogStore $writer

        $null = Open-OpsLogStore $path
        Set-OpsLogRecord b @{ n = 2 }
        $null = Invoke-OpsLogArchive -Id b -Segment s2
        $null = Undo-OpsLogOperation
        Get-ErrorId { Get-OpsLogRecord -Segment s2 } | Should -Be SegmentMissing
        $Error[0].ToString() | Should -Not -BeLike '*archived yet*'
    }

    It 'omits a segment that another session has emptied, and a name of it is SegmentRemoved until the session is updated' {
        'a', 'b' | ForEach-Object { Set-OpsLogRecord $_ @{ n = 1 } }
        $null = Invoke-OpsLogArchive -Id a -Segment one
        $null = Invoke-OpsLogArchive -Id b -Segment two
        $reader = Open-OpsLogStore $path -ReadOnly
        Restore-OpsLogRecord -Segment one -Store $store
        (Get-OpsLogArchive -Store $reader).Segment | Should -Be two
        (Get-OpsLogArchive '*' -Store $reader).Segment | Should -Be two
        foreach ($read in @(
                { Get-OpsLogArchive one -Store $reader }
                { Get-OpsLogRecord -Segment one -Store $reader }
                { Get-OpsLogRecord -Segment * -Store $reader }
                { Get-OpsLogRecord -Id a -IncludeArchive -Store $reader }
                { Measure-OpsLogRecord -Segment one -Store $reader }
                { Measure-OpsLogRecord -IncludeArchive -Store $reader })) {
            Get-ErrorId $read | Should -Be SegmentRemoved
            $Error[0].CategoryInfo.Category | Should -Be ObjectNotFound
            $Error[0].ToString() | Should -BeLike "*'one'*Update-OpsLogStore*"
        }
        Update-OpsLogStore $reader
        Get-ErrorId { Get-OpsLogArchive one -Store $reader } | Should -Be SegmentMissing
        (Get-OpsLogRecord -Id a -IncludeArchive -Store $reader).n | Should -Be 1
        (Measure-OpsLogRecord -IncludeArchive -Store $reader).Count | Should -Be 2
    }

    It 'lets an agent restore although another has restored from the segment' {
        Close-OpsLogStore $store
        $one = Open-OpsLogStore $path -Agent one
        'a', 'b' | ForEach-Object { Set-OpsLogRecord $_ @{ n = 1 } }
        $null = Invoke-OpsLogArchive -Id a -Segment s1
        $null = Invoke-OpsLogArchive -Id b -Segment s2
        $two = Open-OpsLogStore $path -Agent two
        Restore-OpsLogRecord -Segment s1 -Store $one
        Restore-OpsLogRecord -Segment * -Store $two
        (Get-OpsLogRecord -Store $two).OpsLogId | Should -Be a, b
        Get-OpsLogArchive -Store $two | Should -BeNullOrEmpty
    }
}
