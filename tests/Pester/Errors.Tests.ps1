# Invalid input: each kind has its own id, and changes nothing.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function New-FilledStore {
        <# The path of a closed store of three records, two of them in the snapshot. #>
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord -Store $store -Id a -Value @{ n = 1 }
        Set-OpsLogRecord -Store $store -Id b -Value @{ n = 2 }
        Invoke-OpsLogArchive -Store $store -Id b -Segment s1 | Out-Null
        Invoke-OpsLogCompaction -Store $store
        Set-OpsLogRecord -Store $store -Id c -Value @{ n = 3 }
        Set-OpsLogRecord -Store $store -Id d -Value @{ n = 4 }
        Close-OpsLogStore $store
        $path
    }
    function Edit-Manifest ([string]$Path, [scriptblock]$Change) {
        $file = Join-Path $Path manifest.json
        $manifest = Get-Content -Raw $file | ConvertFrom-Json -AsHashtable
        # What this program wrote carries a checksum; without it the manifest is one of another program.
        $plain = [ordered]@{}
        foreach ($key in 'version', 'currentSnapshot', 'activeOps', 'archiveSegments', 'stats') { $plain[$key] = $manifest[$key] }
        & $Change $plain
        [IO.File]::WriteAllText($file, ($plain | ConvertTo-Json -Depth 5))
    }
    function Edit-Byte ([string]$File, [string]$Find, [string]$Replace) {
        $text = [IO.File]::ReadAllText($File)
        $text | Should -Match ([regex]::Escape($Find))
        [IO.File]::WriteAllText($File, $text.Replace($Find, $Replace))
    }
    function Find-StoreFile ([string]$Path, [string]$Key) {
        Join-Path $Path ((Get-Content -Raw (Join-Path $Path manifest.json) | ConvertFrom-Json -AsHashtable).$Key)
    }
}

AfterAll { Close-TestStore }

Describe 'Opening a store that is refused' {
    AfterEach { Close-TestStore }

    It 'is <id>: <name>' -ForEach @(
        @{ id = 'ManifestNotJson'; name = 'a manifest that is not JSON'; harm = { [IO.File]::WriteAllText("$path/manifest.json", 'hello') } }
        @{ id = 'ManifestNotJson'; name = 'a manifest cut short'; harm = { [IO.File]::WriteAllText("$path/manifest.json", '{"version":1,') } }
        @{ id = 'ManifestMissingField'; name = 'a manifest that lacks a field'; harm = { Edit-Manifest $path { $args[0].Remove('activeOps') } } }
        @{ id = 'ManifestInvalidField'; name = 'a manifest with a field of another type'; harm = { Edit-Manifest $path { $args[0].version = 'one' } } }
        @{ id = 'ManifestOutsideStore'; name = 'a manifest that points outside the store'; harm = { Edit-Manifest $path { $args[0].currentSnapshot = '../elsewhere.jsonl' } } }
        @{ id = 'ManifestWrongChecksum'; name = 'a manifest that was edited'; harm = { Edit-Byte "$path/manifest.json" '"version":1' '"version":2' } }
        @{ id = 'ManifestMissing'; name = 'a manifest that is gone'; harm = { Remove-Item "$path/manifest.json" } }
        @{ id = 'SnapshotMissing'; name = 'a manifest that names a missing snapshot'; harm = { Remove-Item (Find-StoreFile $path currentSnapshot) } }
        @{ id = 'SnapshotWrongChecksum'; name = 'a snapshot with another byte'; harm = { Edit-Byte (Find-StoreFile $path currentSnapshot) '"n":1' '"n":7' } }
        @{ id = 'SnapshotMalformed'; name = 'a snapshot that is no snapshot'; harm = { $file = Find-StoreFile $path currentSnapshot; Edit-Manifest $path { }; [IO.File]::WriteAllText($file, "hello`n") } }
        @{ id = 'LogMissing'; name = 'a manifest that names a missing log'; harm = { Remove-Item (Find-StoreFile $path activeOps) } }
        @{ id = 'LogDamaged'; name = 'a damaged log, strictly'; open = @{ Strict = $true }; harm = { Edit-Byte (Find-StoreFile $path activeOps) '"n":3' '"n":7' } }
        @{ id = 'SchemaVersion'; name = 'a schema version from the future'; harm = { Close-OpsLogStore (Open-OpsLogStore $path -SchemaVersion 3) } }
        @{ id = 'Migration'; name = 'a migration that throws'; open = @{ SchemaVersion = 2; Migration = { throw 'no' } }; harm = { } }
        @{ id = 'Migration'; name = 'a migration that returns nothing'; open = @{ SchemaVersion = 2; Migration = { } }; harm = { } }
        @{ id = 'Migration'; name = 'a migration that returns two records'; open = @{ SchemaVersion = 2; Migration = { $_; $_ } }; harm = { } }
    ) {
        $path = New-FilledStore
        . $harm
        $before = Get-StoreContent $path
        $options = $open ?? @{}

        Get-ErrorId { Open-OpsLogStore $path @options } | Should -Be $id
        "$($Error[0])" | Should -Match '\.$'

        Get-StoreContent $path | Should -BeExactly $before
        Get-OpsLogStore | Should -BeNullOrEmpty
    }

    It 'is StoreNotFound: one that is missing, read-only, and it is not created' {
        $path = New-TestStorePath
        Get-ErrorId { Open-OpsLogStore $path -ReadOnly } | Should -Be StoreNotFound
        Test-Path $path | Should -BeFalse
    }

    It 'is StoreLocked: one that is open here already, and the error says so' {
        $path = New-FilledStore
        $null = Open-OpsLogStore $path
        $before = Get-StoreContent $path
        $refused = { Open-OpsLogStore $path } | Should -Throw -PassThru
        $refused.FullyQualifiedErrorId | Should -BeLike 'StoreLocked,*'
        $refused.CategoryInfo.Category | Should -Be ResourceBusy
        "$refused" | Should -BeLike "*$path*already open for writing in this process*"
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'is PathNotFileSystem: a path of another provider' {
        Get-ErrorId { Open-OpsLogStore env:store } | Should -Be PathNotFileSystem
    }

    It 'is PathAmbiguous: wildcards that name none or several' {
        Get-ErrorId { Open-OpsLogStore (Join-Path $TestDrive 'none-of-*') } | Should -Be PathAmbiguous
    }

    It 'is Storage: a file where a folder should be' {
        $path = New-TestStorePath
        [IO.File]::WriteAllText($path, 'x')
        Get-ErrorId { Open-OpsLogStore $path } | Should -Be Storage
        "$($Error[0])" | Should -BeLike "*'$path' is a file, not a folder*"
        Get-ErrorId { Open-OpsLogStore (Join-Path $path below) } | Should -Be Storage
        "$($Error[0])" | Should -BeLike "*'$path' is a file, not a folder*"
        [IO.File]::ReadAllText($path) | Should -Be x
    }
}

Describe 'A record that is refused' {
    BeforeAll {
        $path = New-FilledStore
        $null = Open-OpsLogStore $path -Durability OperatingSystem
        $before = Get-StoreContent $path
    }
    AfterAll { Close-TestStore }

    It 'is <id>: <name>' -ForEach @(
        @{ id = 'NoId'; name = 'an id that is empty'; do = { Set-OpsLogRecord -Id '' -Value @{} } }
        @{ id = 'NoId'; name = 'an object without an id'; do = { @{ Id = 1 } | Set-OpsLogRecord } }
        @{ id = 'IdNotText'; name = 'an id that is an object'; do = { @{ k = @{} } | Set-OpsLogRecord -IdProperty k } }
        @{ id = 'NotAnObject'; name = 'a number'; do = { Set-OpsLogRecord -Id x -Value 5 } }
        @{ id = 'NotAnObject'; name = 'a number from the pipeline'; do = { 5 | Set-OpsLogRecord } }
        @{ id = 'NotAnObject'; name = 'null'; do = { Set-OpsLogRecord -Id x -Value $null } }
        @{ id = 'TooDeep'; name = 'a value that nests too deep'; do = { $deep = @{}; 1..100 | ForEach-Object { $deep = @{ d = $deep } }; Set-OpsLogRecord -Id x -Value $deep } }
        @{ id = 'TooLarge'; name = 'an id that is too long'; do = { Set-OpsLogRecord -Id ('x' * 67108865) -Value @{} } }
        @{ id = 'Cycle'; name = 'a cycle'; do = { $own = @{}; $own.own = $own; Set-OpsLogRecord -Id x -Value $own } }
        @{ id = 'Secret'; name = 'a secret'; do = { Set-OpsLogRecord -Id x -Value @{ p = [securestring]::new() } } }
        @{ id = 'ScriptBlock'; name = 'a script block'; do = { Set-OpsLogRecord -Id x -Value @{ p = { } } } }
        @{ id = 'NotANumber'; name = 'NaN'; do = { Set-OpsLogRecord -Id x -Value @{ p = [double]::NaN } } }
        @{ id = 'DuplicateKey'; name = 'two keys of one text'; do = { $twice = @{ 1 = 'a' }; $twice['1'] = 'b'; Set-OpsLogRecord -Id x -Value $twice } }
        @{ id = 'DuplicateKey'; name = 'JSON text with a key twice'; do = { Set-OpsLogRecord -Id x -Value '{"a":1,"a":2}' } }
        @{ id = 'DuplicateKey'; name = 'JSON text with a key twice in a nested object'; do = { Set-OpsLogRecord -Id x -Value '{"o":{"a":1,"\u0061":2}}' } }
        @{ id = 'DuplicateKey'; name = 'a JSON element with a key twice'; do = { [Text.Json.JsonDocument]::Parse('{"OpsLogId":"x","a":1,"a":2}').RootElement | Set-OpsLogRecord } }
        @{ id = 'RecordNotFound'; name = 'removing one that is missing'; do = { Remove-OpsLogRecord missing } }
        @{ id = 'RecordNotFound'; name = 'getting one that is missing'; do = { Get-OpsLogRecord -Id missing } }
        @{ id = 'RecordNotFound'; name = 'archiving one that is missing'; do = { Invoke-OpsLogArchive -Id missing } }
        @{ id = 'RecordNotFound'; name = 'one that is not in the segment'; do = { Get-OpsLogRecord -Id a -Segment s1 } }
        @{ id = 'RecordNotFound'; name = 'restoring one that is not in the segment'; do = { Restore-OpsLogRecord a -Segment s1 } }
        @{ id = 'NoSegment'; name = 'restoring from no segment'; do = { Restore-OpsLogRecord b } }
        @{ id = 'SegmentMissing'; name = 'restoring from a segment that does not exist'; do = { Restore-OpsLogRecord -Segment none } }
        @{ id = 'NoId'; name = 'removing an object without an id'; do = { [pscustomobject]@{ Id = 'a' } | Remove-OpsLogRecord } }
        @{ id = 'RecordExists'; name = 'creating one that exists'; do = { Set-OpsLogRecord -Id a -Value @{} -NoClobber } }
        @{ id = 'ConflictingParameters'; name = 'creating and merging'; do = { Set-OpsLogRecord -Id a -Value @{} -NoClobber -Merge } }
        @{ id = 'ConflictingForms'; name = 'two forms at once'; do = { Get-OpsLogRecord -AsJson -AsHashtable } }
        @{ id = 'SegmentScript'; name = 'a script block without a segment'; do = { Invoke-OpsLogArchive a -Segment { } } }
        @{ id = 'SegmentMissing'; name = 'a segment that is not there'; do = { Get-OpsLogRecord -Segment none } }
        @{ id = 'SegmentMissing'; name = 'getting a segment that does not exist'; do = { Get-OpsLogArchive none } }
        @{ id = 'InvalidName'; name = 'a segment with a separator'; do = { Invoke-OpsLogArchive -Id a -Segment '../x' } }
        @{ id = 'CommentInBatch'; name = 'a comment in a batch'; do = { Invoke-OpsLogBatch { Set-OpsLogRecord x @{} -Comment c } } }
        @{ id = 'NestedBatch'; name = 'a batch in a batch'; do = { Invoke-OpsLogBatch { Set-OpsLogRecord x @{}; Invoke-OpsLogBatch { } } } }
        @{ id = 'NotInBatch'; name = 'undo in a batch'; do = { Invoke-OpsLogBatch { Set-OpsLogRecord x @{}; Undo-OpsLogOperation } } }
        @{ id = 'NotInBatch'; name = 'compaction in a batch'; do = { Invoke-OpsLogBatch { Set-OpsLogRecord x @{}; Invoke-OpsLogCompaction } } }
        @{ id = 'NotInBatch'; name = 'archiving in a batch'; do = { Invoke-OpsLogBatch { Set-OpsLogRecord x @{}; Invoke-OpsLogArchive -Id a } } }
        @{ id = 'NotInBatch'; name = 'removing history in a batch'; do = { Invoke-OpsLogBatch { Set-OpsLogRecord x @{}; Remove-OpsLogHistory -Keep 0 } } }
        @{ id = 'NotInBatch'; name = 'restoring in a batch'; do = { Invoke-OpsLogBatch { Set-OpsLogRecord x @{}; Restore-OpsLogRecord -Segment s1 } } }
        @{ id = 'NotInBatch'; name = 'closing in a batch'; do = { Invoke-OpsLogBatch { Set-OpsLogRecord x @{}; Close-OpsLogStore } } }
    ) {
        Get-ErrorId $do | Should -Be $id
        "$($Error[0])" | Should -Match "\.( \(store '.*'\))?$" -Because 'a message ends with a full stop'
        Get-StoreContent $path | Should -BeExactly $before
        (Get-OpsLogRecord).OpsLogId | Should -Be a, c, d
    }

    It 'says which key is there twice, and what to do' {
        $null = Get-ErrorId { Set-OpsLogRecord x '{"a":1,"a":2}' }
        "$($Error[0])" | Should -BeExactly "Record 'x' was not stored: The object contains the key 'a' twice. Rename or remove one of them."
        $null = Get-ErrorId { Set-OpsLogRecord x '{"o":{"a":1,"a":2}}' }
        "$($Error[0])" | Should -BeLike "Record 'x' was not stored: The value of 'o' contains the key 'a' twice. *"
        $null = Get-ErrorId { [Text.Json.JsonDocument]::Parse('{"a":1,"a":2}').RootElement | Set-OpsLogRecord -IdProperty a }
        "$($Error[0])" | Should -BeLike "Input object 1 was not stored: The object contains the key 'a' twice. *"
    }

    It 'has a category and a target' -ForEach @(
        @{ do = { Set-OpsLogRecord -Id x -Value 5 }; category = 'InvalidType'; target = 'x' }
        @{ do = { Remove-OpsLogRecord missing }; category = 'ObjectNotFound'; target = 'missing' }
        @{ do = { Set-OpsLogRecord -Id x -Value @{ p = [securestring]::new() } }; category = 'SecurityError'; target = 'x' }
    ) {
        $ErrorActionPreference = 'Continue'
        & $do -ErrorAction SilentlyContinue 2>$null
        $Error[0].CategoryInfo.Category | Should -Be $category
        $Error[0].TargetObject | Should -Be $target
    }
}

Describe 'A store that can''t be used' {
    AfterEach { Close-TestStore }

    It 'is NoOpenStore where none is open, and the error says how to open one: <_>' -ForEach @(
        { Get-OpsLogRecord }, { Set-OpsLogRecord x @{} }, { Test-OpsLogRecord x }, { Remove-OpsLogRecord x }, { Invoke-OpsLogBatch { } }
        { Get-OpsLogOperation }, { Undo-OpsLogOperation }, { Invoke-OpsLogCompaction }, { Invoke-OpsLogArchive { $true } }, { Restore-OpsLogRecord -Segment s1 }, { Remove-OpsLogHistory -Keep 0 }, { Get-OpsLogArchive }, { Close-OpsLogStore }
    ) {
        Get-ErrorId $_ | Should -Be NoOpenStore
        $Error[0].ToString() | Should -BeLike '*Open-OpsLogStore*'
    }

    It 'is StoreReadOnly where it was opened for reading: <_>' -ForEach @(
        { Set-OpsLogRecord x @{} }, { Set-OpsLogRecord x @{} -Atomic:$false -Merge }, { Remove-OpsLogRecord a }, { Invoke-OpsLogBatch { } }
        { Undo-OpsLogOperation }, { Invoke-OpsLogCompaction }, { Invoke-OpsLogArchive -Id a }, { Restore-OpsLogRecord b -Segment s1 }, { Remove-OpsLogHistory -Keep 0 }, { @{ OpsLogId = 'x' } | Set-OpsLogRecord -Atomic }
    ) {
        $path = New-FilledStore
        $before = Get-StoreContent $path
        $null = Open-OpsLogStore $path -ReadOnly
        Get-ErrorId $_ | Should -Be StoreReadOnly
        Close-OpsLogStore
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'is StoreClosed where it was closed: <_>' -ForEach @(
        { Get-OpsLogRecord -Store $store }, { Set-OpsLogRecord x @{} -Store $store }, { Test-OpsLogRecord x -Store $store }, { Remove-OpsLogRecord x -Store $store }
        { Invoke-OpsLogBatch { } -Store $store }, { Get-OpsLogOperation -Store $store }, { Undo-OpsLogOperation -Store $store }
        { Invoke-OpsLogCompaction -Store $store }, { Invoke-OpsLogArchive { $true } -Store $store }, { Restore-OpsLogRecord -Segment s1 -Store $store }, { Remove-OpsLogHistory -Keep 0 -Store $store }, { Get-OpsLogArchive -Store $store }
    ) {
        $path = New-FilledStore
        $before = Get-StoreContent $path
        $store = Open-OpsLogStore $path
        Close-OpsLogStore $store
        Get-ErrorId $_ | Should -Be StoreClosed
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'is SegmentWrongChecksum where a segment was edited' {
        $path = New-FilledStore
        Edit-Byte "$path/archive/archive-s1.json" '"n":2' '"n":7'
        $null = Open-OpsLogStore $path
        Get-ErrorId { Get-OpsLogRecord -Segment s1 } | Should -Be SegmentWrongChecksum
    }

    It 'is SegmentMalformed where a segment is none' {
        $path = New-FilledStore
        [IO.File]::WriteAllText("$path/archive/archive-s1.json", '{"version":1,"records":5}')
        $before = Get-StoreContent $path
        $null = Open-OpsLogStore $path -ReadOnly
        Get-ErrorId { Get-OpsLogRecord -Segment s1 } | Should -Be SegmentMalformed
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'is LogMissing where the log went away meanwhile' {
        $path = New-FilledStore
        $null = Open-OpsLogStore $path -ReadOnly
        Remove-Item (Find-StoreFile $path activeOps)
        Get-ErrorId { Get-OpsLogOperation } | Should -Be LogMissing
        (Get-OpsLogRecord).OpsLogId | Should -Be a, c, d
    }

    It 'is ClockExhausted where a log holds a clock that nothing can come behind' {
        $path = New-FilledStore
        Close-OpsLogStore (Open-OpsLogStore $path -Agent w)
        $log = (Get-ChildItem "$path/ops/agent-w-*.jsonl" | Sort-Object Name)[-1].FullName
        [IO.File]::AppendAllText($log, '{"ts":"2026-01-01T00:00:00.000Z","op":"set","id":"w","data":{},"prev":null,"agent":"w","clock":4503599627370496}' + "`n")
        $null = Open-OpsLogStore $path -Agent w
        $before = Get-StoreContent $path
        Get-ErrorId { Set-OpsLogRecord x @{} } | Should -Be ClockExhausted
        Get-StoreContent $path | Should -BeExactly $before
        (Get-OpsLogRecord).OpsLogId | Should -Be a, c, d, w
    }

    It 'is Malformed if the stored value is not a record, and setting the whole record repairs it' {
        $path = New-FilledStore
        $snapshot = Find-StoreFile $path currentSnapshot
        Edit-Byte $snapshot '{"n":1}' '{"n":]}'
        # A checksum that was made to fit: CRC-32C, bit by bit.
        $crc = [uint32]::MaxValue
        foreach ($byte in [IO.File]::ReadAllBytes($snapshot)) {
            $crc = $crc -bxor $byte
            foreach ($bit in 1..8) { $crc = $crc -band 1 ? ($crc -shr 1) -bxor 0x82F63B78u : $crc -shr 1 }
        }
        $crc = $crc -bxor [uint32]::MaxValue
        Edit-Manifest $path { $args[0].snapshotSeal = @{ snapshot = $args[0].currentSnapshot; length = (Get-Item $snapshot).Length; crc = '{0:x8}' -f $crc } }
        $null = Open-OpsLogStore $path
        $before = Get-StoreContent $path

        Get-ErrorId { Set-OpsLogRecord a @{ m = 1 } -Merge } | Should -Be Malformed
        Get-ErrorId { Invoke-OpsLogArchive -Id a } | Should -Be Malformed
        Get-ErrorId { Get-OpsLogRecord -Id a } | Should -Be NotReadable
        Get-StoreContent $path | Should -BeExactly $before

        Set-OpsLogRecord a @{ n = 2 }
        Close-OpsLogStore
        $null = Open-OpsLogStore $path -Strict
        (Get-OpsLogRecord -Id a).n | Should -Be 2
    }

    It 'is Undo where the step is damaged' {
        $path = New-FilledStore
        $null = Open-OpsLogStore $path
        Invoke-OpsLogCompaction
        Edit-Byte (@(Get-ChildItem "$path/ops/ops-*.jsonl" | Sort-Object Name)[-2].FullName) '"n":4' '"n":7'
        $before = Get-StoreContent $path
        Get-ErrorId { Undo-OpsLogOperation } | Should -Be Undo
        Get-StoreContent $path | Should -BeExactly $before
    }

    # Windows refuses to delete the log of an open store.
    It 'is StoreFailed after the log was deleted, and reading goes on' -Skip:$IsWindows {
        $path = New-FilledStore
        $null = Open-OpsLogStore $path
        Remove-Item (Find-StoreFile $path activeOps)
        Get-ErrorId { Set-OpsLogRecord x @{} } | Should -Be StoreFailed
        Get-ErrorId { Set-OpsLogRecord y @{} } | Should -Be StoreFailed
        (Get-OpsLogRecord).OpsLogId | Should -Be a, c, d
    }

    It 'is StoreFailed at closing if the log was deleted and nothing was written after that' -Skip:$IsWindows {
        $path = New-FilledStore
        $null = Open-OpsLogStore $path
        Remove-Item (Find-StoreFile $path activeOps)
        Get-ErrorId { Close-OpsLogStore } | Should -Be StoreFailed
    }
}

Describe 'A write while the thread is in another step' {
    BeforeAll {
        $path = New-FilledStore
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        # Scripts run before a step begins, so only code of .NET gets there.
        $engine = $store.GetType().GetProperty('Store', [Reflection.BindingFlags]'Instance, NonPublic').GetValue($store)
        $before = Get-StoreContent $path
    }
    AfterAll { Close-TestStore }

    It 'is BatchState, and the step goes on: <_>' -ForEach @(
        { Set-OpsLogRecord x @{} }, { Set-OpsLogRecord x @{} -WhatIf }, { Set-OpsLogRecord x @{} -Atomic }, { Remove-OpsLogRecord a }, { Invoke-OpsLogBatch { Set-OpsLogRecord x @{} } }
        { Undo-OpsLogOperation }, { Invoke-OpsLogCompaction }, { Invoke-OpsLogArchive a }, { Restore-OpsLogRecord b -Segment s1 }, { Remove-OpsLogHistory -Keep 0 -Confirm:$false }, { Save-OpsLogStore }
    ) {
        $batch = $engine.BeginBatch([Threading.CancellationToken]::None)
        try {
            Get-ErrorId $_ | Should -Be BatchState
            $Error[0].CategoryInfo.Category | Should -Be InvalidOperation
            $batch.Delete('a')
        }
        finally { $batch.Dispose() }
        Get-StoreContent $path | Should -BeExactly $before
    }
}

Describe 'The table of errors' {
    It 'gives <id>, which no script can cause for certain, the category <category>' -ForEach @(
        @{ id = 'BackupStoreKeptChanging'; category = 'ResourceBusy'; type = 'OpsLog.Core.Errors.BackupException'; fault = 'StoreKeptChanging' }
        @{ id = 'BackupNotVerified'; category = 'WriteError'; type = 'OpsLog.Core.Errors.BackupException'; fault = 'NotVerified' }
        @{ id = 'BackupNotRemoved'; category = 'WriteError'; type = 'OpsLog.Core.Errors.BackupException'; fault = 'NotRemoved' }
        @{ id = 'ObjectNotFound'; category = 'ReadError'; make = { [OpsLog.Core.Errors.ObjectNotFoundException]::new('ops/ops-1.jsonl', $null) } }
        @{ id = 'PutConflict'; category = 'WriteError'; type = 'OpsLog.Core.Errors.PutConflictException' }
    ) {
        $shell = (Get-Command Open-OpsLogStore).ImplementingType.Assembly
        $core = [OpsLog.Core.Store.OpsLogStore].Assembly
        $exception = $make ? (. $make) : [Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($core.GetType($type, $true))
        $any = [Reflection.BindingFlags]'Static, Instance, Public, NonPublic'
        if ($fault) { $exception.GetType().GetField('<Fault>k__BackingField', $any).SetValue($exception, [OpsLog.Core.Errors.BackupFault]$fault) }
        $record = $shell.GetType('OpsLog.PowerShell.Errors.ErrorTable', $true).GetMethod('ToRecord', $any).Invoke($null, @($exception, $null, $null))
        $record.FullyQualifiedErrorId | Should -Be $id
        $record.CategoryInfo.Category | Should -Be $category
    }

    It 'is MigrationResult in the cause of Migration' {
        $path = New-FilledStore
        $failed = { Open-OpsLogStore $path -SchemaVersion 2 -Migration { $_; $_ } } | Should -Throw -ErrorId 'Migration,*' -PassThru
        $failed.Exception.InnerException.Fault | Should -Be MigrationResult
        "$failed" | Should -BeLike '*returned 2 objects*'
    }
}
