# -WhatIf says how many and which, and what the call without it would refuse.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

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
        $lines[2] | Should -BeLike '*"Undo up to 2 steps"*'
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
        Get-WhatIf { Undo-OpsLogOperation -WarningVariable script:warned -WarningAction SilentlyContinue } | Should -BeNullOrEmpty
        "$warned" | Should -BeLike "There is nothing to undo in the store '$path'."
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
