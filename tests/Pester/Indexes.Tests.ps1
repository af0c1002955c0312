# New-OpsLogIndex, Get-OpsLogIndex, Remove-OpsLogIndex, and the filters that use an index.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Get-Report ([scriptblock]$Command) {
        <# The verbose messages of a command that concern indexes. #>
        & $Command 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and $_ -like '*index*' } | ForEach-Object ToString
    }
}

Describe 'An index' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        1..20 | ForEach-Object {
            [pscustomobject]@{ OpsLogId = "job-$_"; n = $_; status = $_ % 2 ? 'done' : 'Open'; owner = @{ name = "user$($_ % 5)" }; created = [datetime]::new(2026, 1, $_, 0, 0, 0, [DateTimeKind]::Utc) }
        } | Set-OpsLogRecord
    }
    AfterEach { Close-TestStore }

    It 'is created, listed and removed' {
        $made = New-OpsLogIndex status, owner.name
        $made.Property | Should -Be status, owner.name
        $made[0].Store | Should -Be $store
        $made.IsBuilt | Should -Be $false, $false
        $null = Get-OpsLogRecord status -EQ done
        $index = Get-OpsLogIndex stat*
        $index.Property, $index.IsBuilt, $index.Keys | Should -Be status, $true, 2
        $index.Bytes | Should -BeGreaterThan 0
        "$index" | Should -Be status
        (Get-OpsLogIndex OWNER.NAME).Property | Should -Be owner.name
        Get-OpsLogIndex x* | Should -BeNullOrEmpty
        Remove-OpsLogIndex STATUS | Should -BeNullOrEmpty
        (Get-OpsLogIndex).Property | Should -Be owner.name
        Get-OpsLogIndex | Remove-OpsLogIndex
        Get-OpsLogIndex | Should -BeNullOrEmpty
    }

    It 'is of every session that opens the store' {
        $null = New-OpsLogIndex status
        Invoke-OpsLogCompaction
        $reader = Open-OpsLogStore $path -ReadOnly
        (Get-OpsLogIndex -Store $reader).Property | Should -Be status
        Get-Report { Get-OpsLogRecord status -EQ done -Store $reader -Verbose } | Should -BeLike "*index of 'status'*"
        Close-OpsLogStore $reader
        Close-OpsLogStore $store
        $store = Open-OpsLogStore $path
        (Get-OpsLogIndex).Property | Should -Be status
        $other = Open-OpsLogStore (New-TestStorePath 'other')
        (Get-OpsLogIndex -Store $store | New-OpsLogIndex -Store $other).Store | Should -Be $other
        Get-OpsLogIndex -Store $store | Remove-OpsLogIndex
        Get-OpsLogIndex -Store $store | Should -BeNullOrEmpty
        (Get-OpsLogIndex -Store $other).Property | Should -Be status
    }

    It 'is refused with an error, and the others are not' {
        $null = New-OpsLogIndex status
        Get-ErrorId { New-OpsLogIndex Status } | Should -Be IndexExists
        Get-ErrorId { Remove-OpsLogIndex n } | Should -Be IndexNotFound
        Get-ErrorId { Get-OpsLogIndex n } | Should -Be IndexNotFound
        Get-ErrorId { New-OpsLogIndex opslogid } | Should -Be IndexOfId
        Get-ErrorId { New-OpsLogIndex status -WhatIf } | Should -Be IndexExists
        foreach ($name in 'a*', 'a?', 'a[0]', 'a..b', '.a', 'a.', "a`nb") {
            Get-ErrorId { New-OpsLogIndex $name } | Should -Be InvalidName
            Get-ErrorId { New-OpsLogIndex $name -WhatIf } | Should -Be InvalidName
        }

        { New-OpsLogIndex 'x*' -ErrorAction Stop } | Should -Throw "'x*' can't be used as the property of an index: it contains a wildcard.*"
        $null = New-OpsLogIndex 'y*', z -ErrorAction SilentlyContinue
        (Get-OpsLogIndex).Property | Should -Be status, z
        Remove-OpsLogIndex z
        (New-OpsLogIndex status, n -ErrorAction SilentlyContinue -ErrorVariable errors).Property | Should -Be n
        $errors[0].CategoryInfo.Category | Should -Be ResourceExists
        $errors[0].TargetObject | Should -Be status
        Remove-OpsLogIndex x, n -ErrorAction SilentlyContinue
        (Get-OpsLogIndex).Property | Should -Be status
        Get-ErrorId { Invoke-OpsLogBatch { New-OpsLogIndex n } } | Should -Be NotInBatch
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -ReadOnly
        Get-ErrorId { New-OpsLogIndex n } | Should -Be StoreReadOnly
        Get-ErrorId { Remove-OpsLogIndex status } | Should -Be StoreReadOnly
    }

    It 'is used by <Filter>' -ForEach @(
        @{ Filter = { Get-OpsLogRecord status -EQ done -Verbose }; Report = "The filter used the index of 'status', which returned 10 of 20 records." }
        @{ Filter = { Get-OpsLogRecord status -CEQ open -Verbose }; Report = '*returned 10 of 20 records.' }
        @{ Filter = { Get-OpsLogRecord n -In 3, 4, 99 -Verbose }; Report = "*index of 'n', which returned 2 of 20 records." }
        @{ Filter = { Get-OpsLogRecord n -GT 17 -AsJson -Verbose }; Report = '*returned 3 of 20 records.' }
        @{ Filter = { Get-OpsLogRecord owner.name -EQ user1 -Verbose }; Report = "*index of 'owner.name', which returned 4 of 20 records." }
        @{ Filter = { Get-OpsLogRecord created -GE '2026-01-19' -Verbose }; Report = "*index of 'created', which returned 2 of 20 records." }
        @{ Filter = { Get-OpsLogRecord { $_.created -lt [datetime]'2026-01-03' } -Verbose }; Report = $null }
        @{ Filter = { Get-OpsLogRecord { $_.owner.name -eq 'user1' -and $_.status -eq 'done' } -Verbose }; Report = "*index of 'owner.name', which returned 4 of 20 records." }
        @{ Filter = { Get-OpsLogRecord { $_.text -eq 'x' -and $_.n -le 2 } -Verbose }; Report = "*index of 'n', which returned 2 of 20 records." }
        @{ Filter = { Get-OpsLogRecord { $_.text -gt 'x' -and $_.n -le 2 } -Verbose }; Report = $null }
        @{ Filter = { Get-OpsLogRecord { $_.n -lt 3 -or $_.owner.name -eq 'user0' } -Verbose }; Report = "The filter used the indexes of 'n', 'owner.name', which returned 6 of 20 records." }
        @{ Filter = { Get-OpsLogRecord { $_.n -lt 3 -or $_.text -eq 'x' } -Verbose }; Report = $null }
        @{ Filter = { Get-OpsLogRecord { -not ($_.n -lt 3) } -Verbose }; Report = $null }
        @{ Filter = { Get-OpsLogRecord status -NE done -Verbose }; Report = $null }
        @{ Filter = { Get-OpsLogRecord status -GT done -Verbose }; Report = $null }
        @{ Filter = { Get-OpsLogRecord { $_.'owner.name' -eq 'user1' } -Verbose }; Report = $null }
        @{ Filter = { Get-OpsLogRecord job-1* { $_.n -lt 3 } -Verbose }; Report = $null }
        @{ Filter = { Measure-OpsLogRecord status -EQ done -Verbose }; Report = '*returned 0 of 20 records, and counted 10 without reading them.' }
        @{ Filter = { Measure-OpsLogRecord status -EQ done -Sum n -Verbose }; Report = '*returned 10 of 20 records.' }
        @{ Filter = { Remove-OpsLogRecord n -EQ 3 -Verbose }; Report = '*returned 1 of 20 records.' }
        @{ Filter = { Invoke-OpsLogArchive n -EQ 3 -Verbose }; Report = '*returned 1 of 20 records.' }
        @{ Filter = { Get-OpsLogRecord n -EQ 3 -IncludeArchive -Verbose }; Report = '*returned 1 of 20 records.' }
        @{ Filter = { Get-OpsLogRecord status -EQ done -AsHashtable -Verbose }; Report = '*returned 10 of 20 records.' }
        @{ Filter = { Get-OpsLogRecord Status -EQ $null -AsHashtable -Verbose }; Report = $null }
    ) {
        $null = New-OpsLogIndex status, n, owner.name, created
        Get-Report $Filter | Should -BeLike $Report
    }

    It 'follows a variable that a later command changes' {
        $null = New-OpsLogIndex n
        $min = 15
        (Get-OpsLogRecord { $_.n -gt $min } | ForEach-Object { $min = 17; $_ }).n | Should -Be 16, 18, 19, 20
        $wanted = 3
        (Get-OpsLogRecord { $_.n -eq $wanted } | ForEach-Object { $wanted = $_.n + 5; $_ }).n | Should -Be 3, 8, 13, 18
    }

    It 'finds and counts for -and what the filter selects without it' -ForEach @(
        @{ Filter = { $_.n -gt 3 -and $_.n -le 7 }; Reads = 17 }
        @{ Filter = { $_.n -le 7 -and $_.n -gt 3 }; Reads = 7 }
        @{ Filter = { $_.n -gt 16 -and $_.missing -eq 1 }; Reads = 4 }
        @{ Filter = { $_.n -gt 3 -and $_.status -eq 'done' }; Reads = 17 }
        @{ Filter = { $_.n -eq 3 -and $_.status -like 'x*' }; Reads = 1 }
        @{ Filter = { $_.n -gt 3 -and ($_.n -le 7 -or $_.status -eq 'done') }; Reads = 17 }
    ) {
        $expected = @(Get-OpsLogRecord | Where-Object $Filter).OpsLogId
        $null = New-OpsLogIndex n
        (Get-OpsLogRecord $Filter).OpsLogId | Should -Be $expected
        (Measure-OpsLogRecord $Filter).Count | Should -Be @($expected).Where{ $_ }.Count
        $report = @(Get-OpsLogRecord $Filter -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }) -join ' '
        $report | Should -BeLike "*stored text of $Reads record*"
    }

    It 'is not used in a batch, which has changes of its own' {
        $null = New-OpsLogIndex n
        Invoke-OpsLogBatch {
            (Get-OpsLogRecord n -EQ 3).OpsLogId | Should -Be job-3
            Set-OpsLogRecord job-9 @{ n = 3 }
            (Get-OpsLogRecord n -EQ 3).OpsLogId | Should -Be job-3, job-9
            Get-Report { Get-OpsLogRecord n -EQ 3 -Verbose } | Should -BeNullOrEmpty
        }
        Get-Report { Get-OpsLogRecord n -EQ 3 -Verbose } | Should -BeLike '*returned 2 of 20 records.'
        (Get-OpsLogRecord n -EQ 3).OpsLogId | Should -Be job-3, job-9
    }

    It 'returns the errors of strict mode' {
        $null = New-OpsLogIndex n
        Set-OpsLogRecord other @{ x = 1 }
        & {
            Set-StrictMode -Version Latest
            (Get-OpsLogRecord n -EQ 3 -ErrorAction SilentlyContinue -ErrorVariable errors).OpsLogId | Should -Be job-3
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'PropertyNotFound,*'
            (Measure-OpsLogRecord n -EQ 3 -ErrorAction Ignore).Count | Should -Be 1
        }
    }

    It 'is offered by Tab' {
        $null = New-OpsLogIndex status, owner.name
        foreach ($line in 'Get-OpsLogIndex o', 'Remove-OpsLogIndex o', 'New-OpsLogIndex owner.') {
            [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be owner.name
        }
    }
}
