# -WhatIf: says what would happen, and changes no byte.

BeforeDiscovery {
    $exported = (Import-PowerShellDataFile "$PSScriptRoot/../../OpsLog.psd1").CmdletsToExport
    $reading = $exported | Where-Object { $_ -match '^(Get|Measure|Test|Update|Watch)-' } | ForEach-Object { @{ Name = $_ } }
    $work = @{
        'Backup-OpsLogStore'      = { Backup-OpsLogStore $other }
        'Close-OpsLogStore'       = { Close-OpsLogStore }
        'Invoke-OpsLogArchive'    = { Invoke-OpsLogArchive { $true } }
        'Invoke-OpsLogBatch'      = { Invoke-OpsLogBatch { Set-OpsLogRecord new @{} } }
        'Invoke-OpsLogCompaction' = { Invoke-OpsLogCompaction -PassThru }
        'Open-OpsLogStore'        = { Open-OpsLogStore $other }
        'Remove-OpsLogHistory'    = { Remove-OpsLogHistory -Keep 0 }
        'Remove-OpsLogRecord'     = { Remove-OpsLogRecord a -PassThru }
        'Restore-OpsLogRecord'    = { Restore-OpsLogRecord -Segment old -PassThru }
        'Save-OpsLogStore'        = { Save-OpsLogStore -PassThru }
        'Set-OpsLogRecord'        = { Set-OpsLogRecord new @{} -PassThru }
        'Undo-OpsLogOperation'    = { Undo-OpsLogOperation }
    }
    $changing = $exported | Where-Object { $_ -notmatch '^(Get|Measure|Test|Update|Watch)-' } | ForEach-Object { @{ Name = $_; Do = $work[$_] } }
}

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Get-WhatIf {
        <# The messages for the host: the lines of a transcript that say what would happen. #>
        param([scriptblock]$ScriptBlock)
        $transcript = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).txt"
        $WhatIfPreference = $false
        $null = Start-Transcript -LiteralPath $transcript
        try { $script:returned = & { $WhatIfPreference = $true; & $ScriptBlock } } finally { $null = Stop-Transcript }
        # A transcript may wrap nothing, but a host that is narrow does.
        (Get-Content -LiteralPath $transcript) -match '^What if: '
    }
}

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

Describe 'How many and which' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        'a', 'b', 'c' | ForEach-Object { @{ OpsLogId = $_ } } | Set-OpsLogRecord
        Invoke-OpsLogBatch { Set-OpsLogRecord d @{ n = 1 }; Set-OpsLogRecord d @{ n = 2 }; Set-OpsLogRecord e @{ n = 3 } }
    }
    AfterEach { Close-TestStore }

    It 'says with -WhatIf: <said>' -ForEach @(
        @{ do = { Undo-OpsLogOperation }; said = "Undo 1 step, 3 operations of 2 records ('d', 'e')" }
        @{ do = { Undo-OpsLogOperation 2 }; said = "Undo 2 steps, 4 operations of 3 records ('d', 'e', 'c')" }
        @{ do = { Undo-OpsLogOperation 9 }; said = "Undo 4 steps, 6 operations of 5 records ('d', 'e', 'c', 'b', 'a')" }
        @{ do = { Invoke-OpsLogCompaction }; said = 'Take a checkpoint of 5 records, with 6 operations after the last one' }
        @{ do = { Close-OpsLogStore }; said = 'Close the store (5 records, 6 operations after the last checkpoint)' }
        @{ do = { Invoke-OpsLogBatch { Set-OpsLogRecord d @{ n = 5 }
                    Remove-OpsLogRecord e } }; said = 'Run as one step: Set-OpsLogRecord d @{ n = 5 } Remove-OpsLogRecord e' }
        @{ do = { Set-OpsLogRecord d @{ n = 2 } -IfDifferent; Set-OpsLogRecord e @{ n = 2 } -IfDifferent }; said = , 'Set-OpsLogRecord'; on = , 'e' }
        @{ do = { Remove-OpsLogRecord d, e }; said = 'Remove-OpsLogRecord', 'Remove-OpsLogRecord'; on = 'd', 'e' }
        @{ do = { Remove-OpsLogRecord 'd*' }; said = , 'Remove-OpsLogRecord'; on = , 'd' }
    ) {
        $before = Get-StoreContent $path
        $targets = $on ?? @($path)
        $expected = for ($i = 0; $i -lt @($said).Count; $i++) { "What if: Performing the operation `"$(@($said)[$i])`" on target `"$($targets[$i])`"." }
        Get-WhatIf $do | Should -Be $expected
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'says with -WhatIf what is made durable' {
        $bytes = (Get-ChildItem $path/ops/*.jsonl).Length.ToString('N0')
        Get-WhatIf { Save-OpsLogStore } | Should -BeLike "*`"Make all writes durable: 6 operations after the last checkpoint, $bytes bytes`"*"
    }

    It 'says with -WhatIf how many and which in a store that -WhatIf opened' {
        Invoke-OpsLogCompaction
        Close-OpsLogStore
        $lines = Get-WhatIf { $null = Open-OpsLogStore $path; Remove-OpsLogHistory -Keep 0; Undo-OpsLogOperation 2; Invoke-OpsLogArchive a -Segment s; Remove-OpsLogRecord b, none -ErrorAction SilentlyContinue }
        $lines[0] | Should -BeLike '*"Open the store for writing"*'
        $lines[1] | Should -BeLike "*`"Remove 1 kept log ('ops/*"
        $lines[2] | Should -BeLike '*"Undo the last 2 steps, as far as there are so many"*'
        $lines[3] | Should -BeLike "*`"Move 1 record ('a') to*"
        $lines[4] | Should -BeLike '*on target "b"*'
        $lines | Should -HaveCount 5
    }

    It 'says with -WhatIf what is backed up' {
        $bytes = (Get-ChildItem $path -Recurse -File -Filter *.json* | Measure-Object Length -Sum).Sum
        Get-WhatIf { Backup-OpsLogStore (New-TestStorePath copy) } | Should -BeLike "*`"Back up the store '$path' (3 files, $($bytes.ToString('N0')) bytes)`"*"
    }

    It 'finds the steps of an agent that can be undone, and no step that was undone' {
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -Agent w
        Set-OpsLogRecord f @{ n = 1 }
        Set-OpsLogRecord g @{ n = 1 }
        $null = Undo-OpsLogOperation
        Get-WhatIf { Undo-OpsLogOperation 5 } | Should -BeLike "*`"Undo 1 step, 1 operation of 1 record ('f')`"*"
        $null = Undo-OpsLogOperation
        Get-WhatIf { Undo-OpsLogOperation } | Should -BeLike '*"Undo 0 steps, 0 operations of 0 records"*'
    }

    It 'says with -Verbose: <said>' -ForEach @(
        @{ do = { 'x', 'y' | ForEach-Object { @{ OpsLogId = $_ } } | Set-OpsLogRecord -Verbose }; said = "*Wrote 2 operations to '*'." }
        @{ do = { 'x', 'a' | ForEach-Object { @{ OpsLogId = $_ } } | Set-OpsLogRecord -IfDifferent -Atomic -Verbose }; said = "*Wrote 1 operation to '*'. 1 record did not differ." }
        @{ do = { Remove-OpsLogRecord a, b -Verbose }; said = "*Wrote 2 operations to '*'." }
        @{ do = { Invoke-OpsLogBatch { Remove-OpsLogRecord a; Set-OpsLogRecord x @{} -Verbose } -Verbose }; said = "*Wrote a batch of 2 operations to '*' in * ms." }
        @{ do = { Undo-OpsLogOperation 2 -Verbose }; said = "*Undone in '*' in * ms: 2 steps, 4 operations of 3 records ('d', 'e', 'c')." }
        @{ do = { Invoke-OpsLogCompaction -Verbose }; said = "*Took a checkpoint of '*' in * ms: 5 records in * bytes, which cover 6 operations." }
        @{ do = { Invoke-OpsLogCompaction; Invoke-OpsLogCompaction -Verbose }; said = "*No checkpoint of '*' was taken: nothing was written after the last one." }
        @{ do = { Save-OpsLogStore -Verbose }; said = "*All writes of '*' are durable: * bytes of the log, in * ms." }
        @{ do = { Close-OpsLogStore -Verbose }; said = "*Closed '*' (5 records, 6 operations after the last checkpoint) in * ms." }
        @{ do = { Backup-OpsLogStore (New-TestStorePath copy) -Verbose }; said = "*Copied * files, * bytes of '*' and verified them in * ms." }
        @{ do = { Invoke-OpsLogArchive a -Segment s -Verbose }; said = "*Moved 1 record of '*' to the archive segment 's' in * ms." }
        @{ do = { Close-OpsLogStore; Open-OpsLogStore $path -Verbose }; said = "*Opened '*' (Immediate) in * ms: 5 records from*" }
    ) {
        $verbose = & $do 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$verbose" | Should -BeLike $said
    }
}

Describe 'With -WhatIf as without it' {
    BeforeAll {
        function Get-Failure {
            <# The errors of a call: their ids, targets and messages. #>
            param([scriptblock]$Do)
            $ErrorActionPreference = 'Continue'
            $failed = @()
            try { $failed = @(& $Do 2>&1 3>$null | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) } catch { $failed = @($_) }
            # The second call may meet what the first one made, with another number or folder in the text.
            $failed | ForEach-Object { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $($_.TargetObject) $_" }
        }
    }
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        1..6 | ForEach-Object { @{ OpsLogId = "r$_"; n = $_ } } | Set-OpsLogRecord
        $null = Invoke-OpsLogArchive { $_.n -le 3 } -Segment s1
        $null = Invoke-OpsLogArchive r4 -Segment s2
        Set-OpsLogRecord r1 @{ n = 'new' }
    }
    AfterEach { Close-TestStore }

    It 'is <id>: <name>' -ForEach @(
        @{ id = 'InvalidName'; name = 'two segments of a script that are one file on Windows'; do = { Invoke-OpsLogArchive { $true } -Segment { $_.n -eq 5 ? 'Q1' : 'q1' } } }
        @{ id = 'InvalidName'; name = 'a segment that is an existing one on Windows'; do = { Invoke-OpsLogArchive r5 -Segment S1 } }
        @{ id = 'InvalidName'; name = 'a segment with a space'; do = { Invoke-OpsLogArchive r5 -Segment 'a b' } }
        @{ id = 'RecordNotFound'; name = 'archiving a record that does not exist'; do = { Invoke-OpsLogArchive r5, none -Segment s3 } }
        @{ id = 'SegmentMalformed'; name = 'archiving to a damaged segment'; do = { [IO.File]::WriteAllText("$path/archive/archive-s2.json", 'hello'); Invoke-OpsLogArchive r5 -Segment s2 } }
        @{ id = 'NotInBatch'; name = 'archiving in a batch'; do = { Invoke-OpsLogBatch { Invoke-OpsLogArchive r5 -WhatIf:$what } -WhatIf:$false } }
        @{ id = 'RecordExists'; name = 'restoring a segment with a record that is active with another value'; do = { Restore-OpsLogRecord -Segment s* } }
        @{ id = 'RecordNotFound'; name = 'restoring a record that is not there'; do = { Restore-OpsLogRecord r2, none -Segment s1 } }
        @{ id = 'SegmentMissing'; name = 'restoring from a segment that does not exist'; do = { Restore-OpsLogRecord -Segment none } }
        @{ id = 'RecordNotFound'; name = 'removing a record that does not exist'; do = { Remove-OpsLogRecord none, r6 } }
        @{ id = 'RecordNotFound'; name = 'removing from the pipeline'; do = { 'none', 'r6' | Remove-OpsLogRecord } }
        @{ id = 'RecordExists'; name = 'creating a record that exists'; do = { 'r7', 'r1' | ForEach-Object { @{ OpsLogId = $_ } } | Set-OpsLogRecord -NoClobber } }
        @{ id = 'RecordExists'; name = 'creating a record that exists, as one step'; do = { 'r7', 'r1' | ForEach-Object { @{ OpsLogId = $_ } } | Set-OpsLogRecord -NoClobber -Atomic } }
        @{ id = 'RecordExists'; name = 'creating a record that exists, in a batch'; do = { Invoke-OpsLogBatch { Set-OpsLogRecord r1 @{} -NoClobber -WhatIf:$what } -WhatIf:$false } }
        @{ id = 'RecordNotFound'; name = 'removing a property of a record that does not exist'; do = { Set-OpsLogRecord none -RemoveProperty n } }
        @{ id = 'NotAnObject'; name = 'a number as a record'; do = { Set-OpsLogRecord r1 5 } }
        @{ id = 'NestedBatch'; name = 'a batch in a batch'; do = { Invoke-OpsLogBatch { Invoke-OpsLogBatch { } -WhatIf:$what } -WhatIf:$false } }
        @{ id = 'NotInBatch'; name = 'closing in a batch'; do = { Invoke-OpsLogBatch { Close-OpsLogStore -WhatIf:$what } -WhatIf:$false } }
        @{ id = 'NotInBatch'; name = 'a backup in a batch'; do = { Invoke-OpsLogBatch { Backup-OpsLogStore $copy -WhatIf:$what } -WhatIf:$false } }
        @{ id = 'BackupDestinationNotEmpty'; name = 'a backup to a folder with files'; do = { Backup-OpsLogStore $TestDrive } }
        @{ id = 'BackupDestinationInsideStore'; name = 'a backup into the store'; do = { Backup-OpsLogStore "$path/copy" } }
        @{ id = 'StoreNotFound'; name = 'a backup of no store'; do = { Backup-OpsLogStore $copy -Path (Join-Path $TestDrive none) } }
        @{ id = 'InvalidName'; name = 'opening as an agent with an invalid id'; do = { Open-OpsLogStore (Join-Path $TestDrive none) -Agent 'a b' } }
        @{ id = 'InvalidName'; name = 'opening as an agent whose id is another one on Windows'; do = { $null = Open-OpsLogStore $agents -Agent One -WhatIf:$false; Open-OpsLogStore $agents -Agent one } }
        @{ id = 'Undo'; name = 'undoing a damaged step'; do = {
                if (-not $what) { return Undo-OpsLogOperation }
                Invoke-OpsLogCompaction -WhatIf:$false
                $log = @(Get-ChildItem $path/ops)[-2].FullName
                [IO.File]::WriteAllText($log, [IO.File]::ReadAllText($log).Replace('"n":"new"', '"n":"NEW"'))
                Undo-OpsLogOperation
            }
        }
        @{ id = 'StoreClosed'; name = 'a closed store'; do = { Close-OpsLogStore $store -WhatIf:$false; Remove-OpsLogRecord r1 -Store $store } }
    ) {
        $copy = New-TestStorePath copy
        $agents = New-TestStorePath agents
        $what = $true
        $foreseen = & { $WhatIfPreference = $true; Get-Failure $do }
        Test-Path $copy | Should -BeFalse
        $what = $false
        Get-OpsLogStore | Where-Object Path -EQ $agents | Close-OpsLogStore
        $failed = Get-Failure $do
        $failed | Should -Not -BeNullOrEmpty
        $failed | Should -BeLike "$id,*"
        $foreseen | Should -Be $failed
    }

    It 'says what is done before the error' {
        Get-WhatIf { Restore-OpsLogRecord -Segment s* -ErrorAction SilentlyContinue } | Should -BeLike "*`"Restore 1 record ('r4') from the archive segment 's2'`"*"
        Get-WhatIf { Restore-OpsLogRecord -Segment s1 -Force } | Should -BeLike "*`"Restore 3 records ('r1', 'r2', 'r3') from the archive segment 's1'`"*"
        Get-WhatIf { Invoke-OpsLogArchive { $true } -Segment { $_.n -eq 5 ? 'Q1' : 'q1' } -ErrorAction SilentlyContinue } | Should -BeLike "*`"Move 1 record ('r5') to the archive segment 'Q1'`"*"
        Get-WhatIf { 'none', 'r6' | Remove-OpsLogRecord -ErrorAction SilentlyContinue } | Should -BeLike '*on target "r6".'
    }

    It 'changes nothing for a switch that is off' {
        & { $WhatIfPreference = $true; Remove-OpsLogRecord r6 -WhatIf:$false }
        Test-OpsLogRecord r6 | Should -BeFalse
    }
}
