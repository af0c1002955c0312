# -WhatIf: says what would happen, and changes no byte.

BeforeDiscovery {
    $exported = (Import-PowerShellDataFile "$PSScriptRoot/../../OpsLog.psd1").CmdletsToExport
    $reading = $exported | Where-Object { $_ -match '^(Compare|Get|Measure|Test|Update|Watch)-' } | ForEach-Object { @{ Name = $_ } }
    $work = @{
        'Backup-OpsLogStore'      = { Backup-OpsLogStore $other }
        'Close-OpsLogStore'       = { Close-OpsLogStore }
        'Invoke-OpsLogArchive'    = { Invoke-OpsLogArchive { $true } }
        'Invoke-OpsLogBatch'      = { Invoke-OpsLogBatch { Set-OpsLogRecord new @{} } }
        'Invoke-OpsLogCompaction' = { Invoke-OpsLogCompaction -PassThru }
        'New-OpsLogIndex'         = { New-OpsLogIndex n }
        'Open-OpsLogStore'        = { Open-OpsLogStore $other }
        'Remove-OpsLogBlob'       = { Remove-OpsLogBlob a.txt }
        'Remove-OpsLogHistory'    = { Remove-OpsLogHistory -Keep 0 }
        'Remove-OpsLogIndex'      = { Remove-OpsLogIndex indexed }
        'Remove-OpsLogRecord'     = { Remove-OpsLogRecord a -PassThru }
        'Restore-OpsLogRecord'    = { Restore-OpsLogRecord -Segment old -PassThru }
        'Save-OpsLogStore'        = { Save-OpsLogStore -PassThru }
        'Set-OpsLogBlob'          = { Set-OpsLogBlob a.txt -Value new -PassThru }
        'Set-OpsLogRecord'        = { Set-OpsLogRecord new @{} -PassThru }
        'Sync-OpsLogRecord'       = { $null = @{ OpsLogId = 'new' } | Sync-OpsLogRecord }
        'Undo-OpsLogOperation'    = { Undo-OpsLogOperation }
    }
    $changing = $exported | Where-Object { $_ -notmatch '^(Compare|Get|Measure|Test|Update|Watch)-' } | ForEach-Object { @{ Name = $_; Do = $work[$_] } }
}

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Under $WhatIfPreference <Name>' -ForEach $changing {
    AfterEach { Close-TestStore }

    It 'changes nothing and returns nothing' {
        $Do | Should -Not -BeNullOrEmpty
        $path = New-TestStorePath
        $other = New-TestStorePath 'other'
        $store = Open-OpsLogStore $path -Durability OperatingSystem -CheckpointOnClose Always -HistoryRetention 0
        Set-OpsLogRecord a @{ n = 1 }
        Set-OpsLogRecord old @{ n = 2 }
        $null = Invoke-OpsLogArchive old -Segment old
        $null = New-OpsLogIndex indexed
        Set-OpsLogBlob a.txt -Value old
        $before = Get-StoreContent $path

        & { $WhatIfPreference = $true; & $Do } | Should -BeNullOrEmpty

        Get-StoreContent $path | Should -BeExactly $before
        Test-Path $other | Should -BeFalse
        $store.IsOpen | Should -BeTrue
    }
}

Describe '<Name>' -ForEach $reading {
    It 'changes nothing and has no -WhatIf' {
        (Get-Command $Name).Parameters.Keys | Should -Not -Contain WhatIf
    }
}

Describe 'Open-OpsLogStore -WhatIf' {
    BeforeEach {
        $path = New-TestStorePath
        $null = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord a @{ n = 1 }
        Set-OpsLogRecord b @{ n = 2 }
        Close-OpsLogStore
        $before = Get-StoreContent $path
    }
    AfterEach { Close-TestStore }

    It 'creates no store that isn''t there, and no folder' {
        $missing = Join-Path (New-TestStorePath) deep
        Open-OpsLogStore $missing -WhatIf | Should -BeNullOrEmpty
        Open-OpsLogStore -LiteralPath $missing -Agent a -WhatIf | Should -BeNullOrEmpty
        Test-Path (Split-Path $missing) | Should -BeFalse
        Get-OpsLogStore | Should -BeNullOrEmpty
        Get-WhatIf { Open-OpsLogStore $missing } | Should -BeLike '*"Create the store"*'
    }

    It 'does not migrate, says how many records, and opens what is there for reading' {
        $called = [Collections.Generic.List[object]]::new()
        $lines = Get-WhatIf { Open-OpsLogStore $path -SchemaVersion 2 -Migration { $called.Add($_); $_.n = 9; $_ } }
        $lines | Should -BeLike '*"Migrate 2 records from schema version 1 to 2"*'
        $returned.ReadOnly | Should -BeTrue
        $returned.SchemaVersion | Should -Be 1
        (Get-OpsLogRecord).n | Should -Be 1, 2
        $called | Should -HaveCount 0
        Get-StoreContent $path | Should -BeExactly $before
        Close-OpsLogStore
        (Open-OpsLogStore $path).SchemaVersion | Should -Be 1
    }

    It 'raises no schema version' {
        Get-WhatIf { Open-OpsLogStore $path -SchemaVersion 3 } | Should -BeLike '*"Raise the schema version from 1 to 3"*'
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'opens for reading what would be opened for writing, so that a script goes on' {
        $store = Open-OpsLogStore $path -WhatIf
        $store.ReadOnly | Should -BeTrue
        & {
            $WhatIfPreference = $true
            Get-OpsLogRecord -Id a | ForEach-Object { $_.n = 7; $_ } | Set-OpsLogRecord
            Undo-OpsLogOperation
            Close-OpsLogStore
        }
        $store.IsOpen | Should -BeFalse
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'registers no agent and repairs nothing' {
        [IO.File]::AppendAllText((Get-ChildItem "$path/ops/*.jsonl").FullName, '{"ts":"20')
        $before = Get-StoreContent $path
        Open-OpsLogStore $path -Agent w -WhatIf | Close-OpsLogStore
        Open-OpsLogStore $path -WhatIf | Close-OpsLogStore
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'refuses what would be refused: <id>' -ForEach @(
        @{ id = 'SchemaVersion'; do = { Open-OpsLogStore $path -SchemaVersion 1 -WhatIf } }
        @{ id = 'StoreNotFound'; do = { Open-OpsLogStore (New-TestStorePath) -ReadOnly -WhatIf } }
        @{ id = 'StoreNotFound'; do = { Open-OpsLogStore (New-TestStorePath) -MustExist -WhatIf } }
        @{ id = 'PathAmbiguous'; do = { Open-OpsLogStore (Join-Path $TestDrive 'none-of-*') -WhatIf } }
    ) {
        Close-OpsLogStore (Open-OpsLogStore $path -SchemaVersion 2)
        Get-ErrorId $do | Should -Be $id
    }

    It 'migrates where it is not asked for, once' {
        $null = Open-OpsLogStore $path -SchemaVersion 2 -Migration { $_.n++; $_ }
        (Get-OpsLogRecord).n | Should -Be 2, 3
    }
}

Describe 'Remove-OpsLogHistory -WhatIf' {
    AfterEach { Close-TestStore }

    It 'says how many logs and bytes would go' {
        $null = Open-OpsLogStore ($path = New-TestStorePath) -Durability OperatingSystem
        1..3 | ForEach-Object { Set-OpsLogRecord "r$_" @{ n = $_ }; Invoke-OpsLogCompaction }
        $names = @(Get-ChildItem $path/ops | Select-Object -First 2 -ExpandProperty Name)
        $bytes = (Get-ChildItem $path/ops | Select-Object -First 2 | Measure-Object Length -Sum).Sum
        Get-WhatIf { Remove-OpsLogHistory -Keep 1 } | Should -BeLike "*""Remove 2 kept logs ('ops/$($names[0])', 'ops/$($names[1])') of $bytes bytes, with operations up to $([datetime]::UtcNow.ToString('yyyy-MM-dd'))*"
        Get-ChildItem $path/ops | Should -HaveCount 4
    }
}

Describe 'Restore-OpsLogRecord -WhatIf' {
    AfterEach { Close-TestStore }

    It 'says how many and which records each segment would lose' {
        $null = Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem
        1..5 | ForEach-Object { @{ OpsLogId = "r$_"; n = $_ } } | Set-OpsLogRecord
        $null = Invoke-OpsLogArchive { $_.n -le 3 } -Segment s1
        $null = Invoke-OpsLogArchive { $true } -Segment s2
        $lines = Get-WhatIf { Restore-OpsLogRecord n -GE 3 -Segment s* }
        $lines | Should -HaveCount 2
        $lines[0] | Should -BeLike '*"Restore 1 record (''r3'') from the archive segment ''s1''"*'
        $lines[1] | Should -BeLike '*"Restore 2 records (''r4'', ''r5'') from the archive segment ''s2''"*'
    }
}

Describe 'Set-OpsLogRecord -WhatIf' {
    AfterEach { Close-TestStore }

    It 'says which record changes, and which properties are removed' {
        $null = Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem
        Set-OpsLogRecord a @{ n = 1; tmp = 2 }
        Get-WhatIf { 'a', 'b' | ForEach-Object { @{ OpsLogId = $_ } } | Set-OpsLogRecord } | Should -BeLike '*on target "[ab]".'
        Get-WhatIf { Set-OpsLogRecord a -RemoveProperty tmp, x.y } | Should -BeLike "*`"Remove the properties 'tmp', 'x.y'`" on target `"a`"."
        Get-WhatIf { Set-OpsLogRecord a @{ m = 1 } -Merge -RemoveProperty tmp } | Should -BeLike "*`"Merge, and remove the property 'tmp'`" on target `"a`"."
        (Get-OpsLogRecord a).tmp | Should -Be 2
    }

    It 'does not warn of properties that are not stored' {
        $null = Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem
        $reduced = @{ OpsLogId = 'a'; text = [Text.StringBuilder]::new('x') }
        $reduced | Set-OpsLogRecord -WhatIf -WarningAction SilentlyContinue -WarningVariable warned
        $warned | Should -BeNullOrEmpty
        $reduced | Set-OpsLogRecord -WarningAction SilentlyContinue -WarningVariable warned
        "$warned" | Should -BeLike '*text (an object, stored as a string)*'
    }
}

Describe 'Invoke-OpsLogArchive -WhatIf' {
    AfterEach { Close-TestStore }

    It 'says <said>' -ForEach @(
        @{ do = { Invoke-OpsLogArchive { $true } }; said = "Move 7 records ('r1', 'r2', 'r3', 'r4', 'r5' and 2 more) to the archive segment '$([datetime]::UtcNow.Year)-Q$([Math]::Ceiling([datetime]::UtcNow.Month / 3))'" }
        @{ do = { Invoke-OpsLogArchive { $_.n -lt 3 } -Segment 2025 }; said = "Move 2 records ('r1', 'r2') to the archive segment '2025'" }
        @{ do = { Invoke-OpsLogArchive r7 -Segment s }; said = "Move 1 record ('r7') to the archive segment 's'" }
        @{ do = { Invoke-OpsLogArchive n -EQ 9 -Segment s }; said = "Move 0 records to the archive segment 's'" }
        @{ do = { Invoke-OpsLogArchive { $true } -Segment { $_.n % 2 ? 'odd' : 'even' } }; said = "Move 4 records ('r1', 'r3', 'r5', 'r7') to the archive segment 'odd'", "Move 3 records ('r2', 'r4', 'r6') to the archive segment 'even'" }
    ) {
        $store = Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem
        1..7 | ForEach-Object { @{ OpsLogId = "r$_"; n = $_ } } | Set-OpsLogRecord
        $before = Get-StoreContent $store.Path

        Get-WhatIf $do | Should -Be @($said | ForEach-Object { "What if: Performing the operation `"$_`" on target `"$($store.Path)`"." })
        Get-StoreContent $store.Path | Should -BeExactly $before
    }

    It 'refuses the name of a segment that would be refused' {
        $null = Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem
        Get-ErrorId { Invoke-OpsLogArchive { $true } -Segment a/b -WhatIf } | Should -Be InvalidName
    }
}
